/** The kinds of optimizer, schedule and loss: their first parameters, and the sliders of these. */
import type { LossSpec, OptimizerSpec, ScheduleSpec } from "../wire/types";
import { linear, logarithmic, type Scale, towardsOne, zeroOrLogarithmic } from "./scale";

export type Param =
  | "momentum"
  | "beta1"
  | "beta2"
  | "epsilon"
  | "weight_decay"
  | "alpha"
  | "delta"
  | "every"
  | "factor"
  | "period"
  | "floor"
  | "scale"
  | "low"
  | "total"
  | "warm_up";

export interface ParamRow {
  readonly name: Param;
  readonly scale: Scale;
  readonly least: number;
  readonly most: number;
  readonly whole?: boolean;
}

const DECAY = { scale: towardsOne(5), least: 0, most: 0.999999 };
const TINY = { scale: logarithmic(1e-10, 1), least: 1e-30, most: 1 };
const STEPS = { scale: logarithmic(10, 1_000_000, true), least: 1, most: 10_000_000, whole: true };
const SHARE = { scale: linear(0, 1, 0.01), least: 0, most: 1 };

/** SGD is offered three times: what its momentum does is a lesson of its own. */
export type OptimizerChoice = "sgd" | "momentum" | "nesterov" | "adam" | "adamw" | "rmsprop";

export const OPTIMIZERS: Readonly<Record<OptimizerChoice, OptimizerSpec>> = {
  sgd: { kind: "sgd", momentum: 0, nesterov: false },
  momentum: { kind: "sgd", momentum: 0.9, nesterov: false },
  nesterov: { kind: "sgd", momentum: 0.9, nesterov: true },
  adam: { kind: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  adamw: { kind: "adamw", beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weight_decay: 0.01 },
  rmsprop: { kind: "rmsprop", alpha: 0.99, epsilon: 1e-8, momentum: 0 },
};

export const OPTIMIZER_PARAMS: Readonly<Record<OptimizerSpec["kind"], readonly ParamRow[]>> = {
  sgd: [{ name: "momentum", ...DECAY }],
  adam: [
    { name: "beta1", ...DECAY },
    { name: "beta2", ...DECAY },
    { name: "epsilon", ...TINY },
  ],
  adamw: [
    { name: "weight_decay", scale: zeroOrLogarithmic(1e-5, 1), least: 0, most: 1 },
    { name: "beta1", ...DECAY },
    { name: "beta2", ...DECAY },
    { name: "epsilon", ...TINY },
  ],
  rmsprop: [
    { name: "alpha", ...DECAY },
    { name: "momentum", ...DECAY },
    { name: "epsilon", ...TINY },
  ],
};

export function optimizerChoice(optimizer: OptimizerSpec): OptimizerChoice {
  if (optimizer.kind !== "sgd") return optimizer.kind;
  if (optimizer.nesterov) return "nesterov";
  return optimizer.momentum > 0 ? "momentum" : "sgd";
}

type Params = Readonly<Record<string, unknown>>;

/** `next` with the parameters that it shares with what was before. */
function carry<Kind extends { readonly kind: string }>(before: object, next: Kind): Kind {
  const known = before as Params;
  const entries = Object.entries(next).map(([name, value]) => [
    name,
    name !== "kind" && name in known ? known[name] : value,
  ]);
  return Object.fromEntries(entries) as Kind;
}

/** Another optimizer: what both have is kept, except what the choice itself is about. */
export function chooseOptimizer(before: OptimizerSpec, choice: OptimizerChoice): OptimizerSpec {
  const next = OPTIMIZERS[choice];
  if (next.kind !== "sgd") return carry(before, next);
  const hadMomentum = "momentum" in before && before.momentum > 0 ? before.momentum : 0.9;
  return { ...next, momentum: choice === "sgd" ? 0 : hadMomentum };
}

export type ScheduleKind = ScheduleSpec["kind"];

export const SCHEDULES: Readonly<Record<ScheduleKind, ScheduleSpec>> = {
  constant: { kind: "constant" },
  step: { kind: "step", every: 1000, factor: 0.5 },
  exponential: { kind: "exponential", factor: 0.9995 },
  cosine: { kind: "cosine", period: 5000, floor: 0 },
  inverse_time: { kind: "inverse_time", scale: 1000 },
  cyclic: { kind: "cyclic", period: 2000, low: 0.1 },
  one_cycle: { kind: "one_cycle", total: 10_000, warm_up: 0.3 },
};

export const SCHEDULE_KINDS = Object.keys(SCHEDULES) as ScheduleKind[];

export const SCHEDULE_PARAMS: Readonly<Record<ScheduleKind, readonly ParamRow[]>> = {
  constant: [],
  step: [
    { name: "every", ...STEPS },
    { name: "factor", scale: linear(0.01, 1, 0.01), least: 1e-6, most: 1 },
  ],
  exponential: [{ name: "factor", scale: towardsOne(6), least: 1e-6, most: 1 }],
  cosine: [
    { name: "period", ...STEPS },
    { name: "floor", ...SHARE },
  ],
  inverse_time: [{ name: "scale", ...STEPS }],
  cyclic: [
    { name: "period", ...STEPS, least: 2 },
    { name: "low", ...SHARE },
  ],
  one_cycle: [
    { name: "total", ...STEPS, least: 10 },
    { name: "warm_up", scale: linear(0.01, 0.99, 0.01), least: 0.001, most: 0.999 },
  ],
};

const LEAST_STEPS = 10;

/** From 10 on: whole numbers of 1, 2 or 5 and zeros: few different lengths, so few previews to ask for. */
export function roundedUp(steps: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(LEAST_STEPS, steps)));
  const part = [1, 2, 5, 10].find((multiple) => multiple * power >= steps) ?? 10;
  return part * power;
}

/** How many steps show what a schedule does. */
export function span(schedule: ScheduleSpec): number {
  switch (schedule.kind) {
    case "constant":
      return 10_000;
    case "step":
      return 6 * schedule.every;
    case "exponential":
      return Math.min(1_000_000, Math.log(1e-3) / Math.log(Math.min(schedule.factor, 0.999999)));
    case "cosine":
      return 2 * schedule.period;
    case "inverse_time":
      return 10 * schedule.scale;
    case "cyclic":
      return 3 * schedule.period;
    case "one_cycle":
      return schedule.total;
  }
}

export const LOSSES: Readonly<Record<LossSpec["kind"], LossSpec>> = {
  binary_cross_entropy: { kind: "binary_cross_entropy" },
  cross_entropy: { kind: "cross_entropy" },
  mse: { kind: "mse" },
  huber: { kind: "huber", delta: 1 },
};

export const LOSS_KINDS = Object.keys(LOSSES) as LossSpec["kind"][];

export const HUBER_DELTA: ParamRow = {
  name: "delta",
  scale: logarithmic(0.01, 100),
  least: 1e-6,
  most: 100,
};

/** A parameter of a kind, as a number. */
export function param(of: object, name: Param): number {
  const value = (of as Params)[name];
  return typeof value === "number" ? value : Number.NaN;
}

export const withParam = <Kind extends object>(of: Kind, name: Param, value: number): Kind => ({
  ...of,
  [name]: value,
});
