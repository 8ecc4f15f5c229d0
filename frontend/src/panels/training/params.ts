/** The numbers of optimizers, schedules and losses: bounds as the server has them, sliders of the page's own. */
import {
  linear,
  logarithmic,
  type Scale,
  scaleWithin,
  towardsOne,
  zeroOrLogarithmic,
} from "../../ui/scale";
import { type Bounds, bounds, isNumber, type NumberOf, ordered } from "../../wire/bounds";
import type { LOSSES, OPTIMIZERS, SCHEDULES } from "../../wire/catalogue";
import type { Field, Fields } from "../../wire/facts";

type LossFields = { [Kind in keyof typeof LOSSES]: (typeof LOSSES)[Kind]["fields"] };

export type Param =
  | NumberOf<typeof OPTIMIZERS>
  | NumberOf<typeof SCHEDULES>
  | NumberOf<LossFields>
  | "steps";

/** Names that mean something else in one kind than in the others. */
export type ParamText = Param | "averaging_power" | "averaging_start" | "fall";

export interface ParamRow extends Bounds {
  readonly name: Param;
  readonly scale: Scale;
  /** The key of its texts where the name alone does not tell. */
  readonly text?: ParamText;
}

const DECAY = towardsOne(5);
const STEPS = logarithmic(10, 1_000_000, true);
const SHARE = linear(0, 1, 0.01);
const PART = linear(0.01, 0.99, 0.01);
const SHRINKING = zeroOrLogarithmic(1e-6, 1);
const TINY = logarithmic(1e-10, 1);

/** By name, or by kind and name where one kind wants another. The others follow from their bounds. */
const SCALES: Readonly<Partial<Record<Param | `${string}.${Param}`, Scale>>> = {
  momentum: DECAY,
  beta1: DECAY,
  beta2: DECAY,
  alpha: DECAY,
  rho: DECAY,
  epsilon: TINY,
  dampening: SHARE,
  weight_decay: zeroOrLogarithmic(1e-5, 1),
  lambd: SHRINKING,
  rate_decay: SHRINKING,
  momentum_decay: SHRINKING,
  "asgd.alpha": SHARE,
  "asgd.start": logarithmic(1, 1_000_000, true),
  beta2_decay: linear(-1, -0.01, 0.01),
  clip: logarithmic(1, 100),
  shrink: PART,
  grow: linear(1.01, 3, 0.01),
  least: TINY,
  most: logarithmic(1e-3, 1000),
  every: STEPS,
  period: STEPS,
  total: STEPS,
  scale: STEPS,
  steps: STEPS,
  factor: linear(0.01, 1, 0.01),
  "exponential.factor": towardsOne(6),
  gamma: towardsOne(6),
  power: linear(0.1, 10, 0.1),
  floor: SHARE,
  "plateau.floor": zeroOrLogarithmic(1e-5, 1),
  start: SHARE,
  end: SHARE,
  low: SHARE,
  warm_up: PART,
  patience: linear(0, 100, 1),
  threshold: zeroOrLogarithmic(1e-5, 0.5),
  delta: logarithmic(0.01, 100),
};

const TEXTS: Readonly<Record<string, ParamText>> = {
  "asgd.alpha": "averaging_power",
  "asgd.start": "averaging_start",
  // Half of what the field calls a period.
  "cosine.period": "fall",
};

/** What is set most comes first. */
const FIRST: Readonly<Record<string, readonly Param[]>> = {
  adamw: ["weight_decay"],
  rmsprop: ["alpha", "momentum"],
};

export function rowOf(kind: string, name: Param, field: Field): ParamRow {
  const own = `${kind}.${name}` as const;
  const within = bounds(field);
  const scale = SCALES[own] ?? SCALES[name] ?? scaleWithin(within, Number(field.default));
  const text = TEXTS[own];
  return { name, scale, ...within, ...(text === undefined ? {} : { text }) };
}

/** A slider for every number of a kind. */
export function rowsOf(kind: string, fields: Fields): readonly ParamRow[] {
  const names = Object.keys(fields) as Param[];
  return ordered(names, FIRST[kind] ?? []).flatMap((name) => {
    const field = fields[name];
    return field !== undefined && isNumber(field) ? [rowOf(kind, name, field)] : [];
  });
}

type Params = Readonly<Record<string, unknown>>;

/** A parameter of a kind, as a number. */
export function param(of: object, name: Param): number {
  const value = (of as Params)[name];
  return typeof value === "number" ? value : Number.NaN;
}

export const withParam = <Kind extends object>(of: Kind, name: string, value: unknown): Kind => ({
  ...of,
  [name]: value,
});
