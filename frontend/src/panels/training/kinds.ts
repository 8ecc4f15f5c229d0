/** The kinds of optimizer, schedule and loss: their first parameters, and the sliders of these. */

import { linear, logarithmic, type Scale, towardsOne, zeroOrLogarithmic } from "../../ui/scale";
import type { LossSpec, OptimizerSpec, ScheduleSpec } from "../../wire/types";

export type Param =
  | "momentum"
  | "dampening"
  | "beta1"
  | "beta2"
  | "epsilon"
  | "weight_decay"
  | "alpha"
  | "lambd"
  | "start"
  | "rate_decay"
  | "rho"
  | "momentum_decay"
  | "beta2_decay"
  | "clip"
  | "shrink"
  | "grow"
  | "least"
  | "most"
  | "history"
  | "iterations"
  | "delta"
  | "every"
  | "factor"
  | "period"
  | "multiplier"
  | "floor"
  | "end"
  | "power"
  | "scale"
  | "low"
  | "gamma"
  | "total"
  | "steps"
  | "warm_up"
  | "patience"
  | "threshold";

/** Names that mean something else in one kind than in the others. */
export type ParamText = Param | "averaging_power" | "averaging_start";

export interface ParamRow {
  readonly name: Param;
  readonly scale: Scale;
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
  /** The catalogue's key where the name alone does not tell. */
  readonly text?: ParamText;
}

const DECAY = { scale: towardsOne(5), min: 0, max: 0.999999 };
const TINY = { scale: logarithmic(1e-10, 1), min: 1e-30, max: 1 };
export const STEPS = {
  scale: logarithmic(10, 1_000_000, true),
  min: 1,
  max: 10_000_000,
  whole: true,
};
const SHARE = { scale: linear(0, 1, 0.01), min: 0, max: 1 };

/** SGD is offered three times: what its momentum does is a lesson of its own. */
export type OptimizerChoice = OptimizerSpec["kind"] | "momentum" | "nesterov";

const BETAS = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

export const OPTIMIZERS: Readonly<Record<OptimizerChoice, OptimizerSpec>> = {
  sgd: { kind: "sgd", momentum: 0, dampening: 0, nesterov: false },
  momentum: { kind: "sgd", momentum: 0.9, dampening: 0, nesterov: false },
  nesterov: { kind: "sgd", momentum: 0.9, dampening: 0, nesterov: true },
  asgd: { kind: "asgd", lambd: 1e-4, alpha: 0.75, start: 1_000_000 },
  adam: { kind: "adam", ...BETAS },
  adamw: { kind: "adamw", ...BETAS, weight_decay: 0.01 },
  adamax: { kind: "adamax", ...BETAS },
  nadam: { kind: "nadam", ...BETAS, momentum_decay: 0.004 },
  radam: { kind: "radam", ...BETAS },
  rmsprop: { kind: "rmsprop", alpha: 0.99, epsilon: 1e-8, momentum: 0 },
  adagrad: { kind: "adagrad", rate_decay: 0, epsilon: 1e-10 },
  adadelta: { kind: "adadelta", rho: 0.9, epsilon: 1e-6 },
  adafactor: { kind: "adafactor", beta2_decay: -0.8, clip: 1 },
  rprop: { kind: "rprop", shrink: 0.5, grow: 1.2, least: 1e-6, most: 50 },
  lbfgs: { kind: "lbfgs", history: 10 },
  muon: { kind: "muon", momentum: 0.95, nesterov: true, weight_decay: 0, iterations: 5 },
};

export const OPTIMIZER_GROUPS = [
  { name: "optimizers.plain", choices: ["sgd", "momentum", "nesterov", "asgd"] },
  {
    name: "optimizers.adaptive",
    choices: [
      "adam",
      "adamw",
      "rmsprop",
      "adagrad",
      "adadelta",
      "adamax",
      "nadam",
      "radam",
      "adafactor",
    ],
  },
  { name: "optimizers.special", choices: ["rprop", "lbfgs", "muon"] },
] as const satisfies readonly { name: string; choices: readonly OptimizerChoice[] }[];

const BETA_ROWS: readonly ParamRow[] = [
  { name: "beta1", ...DECAY },
  { name: "beta2", ...DECAY },
  { name: "epsilon", ...TINY },
];
const SHRINKING = { scale: zeroOrLogarithmic(1e-6, 1), min: 0, max: 1 };

export const OPTIMIZER_PARAMS: Readonly<Record<OptimizerSpec["kind"], readonly ParamRow[]>> = {
  sgd: [
    { name: "momentum", ...DECAY },
    { name: "dampening", ...SHARE },
  ],
  asgd: [
    { name: "lambd", ...SHRINKING },
    { name: "alpha", ...SHARE, text: "averaging_power" },
    {
      name: "start",
      scale: logarithmic(1, 1_000_000, true),
      min: 0,
      max: 10_000_000,
      whole: true,
      text: "averaging_start",
    },
  ],
  adam: BETA_ROWS,
  adamw: [
    { name: "weight_decay", scale: zeroOrLogarithmic(1e-5, 1), min: 0, max: 1 },
    ...BETA_ROWS,
  ],
  adamax: BETA_ROWS,
  nadam: [...BETA_ROWS, { name: "momentum_decay", ...SHRINKING }],
  radam: BETA_ROWS,
  rmsprop: [
    { name: "alpha", ...DECAY },
    { name: "momentum", ...DECAY },
    { name: "epsilon", ...TINY },
  ],
  adagrad: [
    { name: "rate_decay", ...SHRINKING },
    { name: "epsilon", ...TINY },
  ],
  adadelta: [
    { name: "rho", ...DECAY },
    { name: "epsilon", ...TINY },
  ],
  adafactor: [
    { name: "beta2_decay", scale: linear(-1, -0.01, 0.01), min: -1, max: -1e-6 },
    { name: "clip", scale: logarithmic(1, 100), min: 1, max: 100 },
  ],
  rprop: [
    { name: "shrink", scale: linear(0.01, 0.99, 0.01), min: 1e-6, max: 0.999999 },
    { name: "grow", scale: linear(1.01, 3, 0.01), min: 1.000001, max: 10 },
    { name: "least", scale: logarithmic(1e-10, 1), min: 1e-30, max: 1 },
    { name: "most", scale: logarithmic(1e-3, 1000), min: 1e-12, max: 1000 },
  ],
  lbfgs: [{ name: "history", scale: linear(1, 20, 1), min: 1, max: 20, whole: true }],
  muon: [
    { name: "momentum", ...DECAY },
    { name: "weight_decay", scale: zeroOrLogarithmic(1e-5, 1), min: 0, max: 1 },
    { name: "iterations", scale: linear(1, 10, 1), min: 1, max: 10, whole: true },
  ],
};

export function optimizerChoice(optimizer: OptimizerSpec): OptimizerChoice {
  if (optimizer.kind !== "sgd") return optimizer.kind;
  if (optimizer.nesterov) return "nesterov";
  return optimizer.momentum > 0 ? "momentum" : "sgd";
}

type Params = Readonly<Record<string, unknown>>;

/** Whether a parameter is the same thing in both kinds: α is a memory in one and a power in another. */
function isSame(name: string, one: OptimizerSpec["kind"], other: OptimizerSpec["kind"]): boolean {
  const [first, second] = [one, other].map((kind) =>
    OPTIMIZER_PARAMS[kind].find((row) => row.name === name),
  );
  return first !== undefined && second !== undefined && first.text === second.text;
}

/** `next` with what was set by hand of the parameters that both have. */
function carry(before: OptimizerSpec, next: OptimizerSpec): OptimizerSpec {
  const [known, first] = [before, OPTIMIZERS[before.kind]] as unknown as [Params, Params];
  const entries = Object.entries(next).map(([name, value]) => [
    name,
    isSame(name, before.kind, next.kind) && known[name] !== first[name] ? known[name] : value,
  ]);
  return Object.fromEntries(entries) as OptimizerSpec;
}

/** Another optimizer: what both have is kept, except what the choice itself is about. */
export function chooseOptimizer(before: OptimizerSpec, choice: OptimizerChoice): OptimizerSpec {
  const next = OPTIMIZERS[choice];
  if (next.kind !== "sgd") return carry(before, next);
  const hadMomentum = before.kind === "sgd" && before.momentum > 0 ? before.momentum : 0.9;
  return { ...next, momentum: choice === "sgd" ? 0 : hadMomentum };
}

export type ScheduleKind = ScheduleSpec["kind"];
export type ChainSpec = Extract<ScheduleSpec, { kind: "chain" }>;
export type ChainPart = ChainSpec["parts"][number];
export type SimpleSchedule = ChainPart["schedule"];

const SIMPLE: Readonly<Record<SimpleSchedule["kind"], SimpleSchedule>> = {
  constant: { kind: "constant" },
  step: { kind: "step", every: 1000, factor: 0.5 },
  multi_step: { kind: "multi_step", milestones: [1000, 3000], factor: 0.1 },
  exponential: { kind: "exponential", factor: 0.9995 },
  inverse_time: { kind: "inverse_time", scale: 1000 },
  polynomial: { kind: "polynomial", total: 5000, power: 2 },
  cosine: { kind: "cosine", period: 5000, floor: 0 },
  warm_restarts: { kind: "warm_restarts", period: 1000, multiplier: 2, floor: 0 },
  linear: { kind: "linear", start: 0, end: 1, total: 500 },
  cyclic: { kind: "cyclic", period: 2000, low: 0.1, mode: "triangular", gamma: 0.9995 },
  one_cycle: { kind: "one_cycle", total: 10_000, warm_up: 0.3 },
};

export const SIMPLE_KINDS = Object.keys(SIMPLE) as SimpleSchedule["kind"][];
export const simpleSchedule = (kind: SimpleSchedule["kind"]) => SIMPLE[kind];

export const SCHEDULES: Readonly<Record<ScheduleKind, ScheduleSpec>> = {
  ...SIMPLE,
  chain: {
    kind: "chain",
    parts: [
      { schedule: SIMPLE.linear, steps: 500 },
      { schedule: SIMPLE.cosine, steps: 5000 },
    ],
  },
  plateau: { kind: "plateau", factor: 0.5, patience: 10, threshold: 0.001, floor: 0.001 },
};

export const SCHEDULE_KINDS = Object.keys(SCHEDULES) as ScheduleKind[];
/** It falls when the loss stays, which nobody knows beforehand. */
export const isForeseeable = ({ kind }: ScheduleSpec) => kind !== "plateau";

const FACTOR: ParamRow = {
  name: "factor",
  scale: linear(0.01, 1, 0.01),
  min: 1e-6,
  max: 1,
};
const PERIOD: ParamRow = { name: "period", ...STEPS };
const FLOOR: ParamRow = { name: "floor", ...SHARE };

export const SCHEDULE_PARAMS: Readonly<Record<ScheduleKind, readonly ParamRow[]>> = {
  constant: [],
  step: [{ name: "every", ...STEPS }, FACTOR],
  multi_step: [FACTOR],
  exponential: [{ name: "factor", scale: towardsOne(6), min: 1e-6, max: 1 }],
  inverse_time: [{ name: "scale", ...STEPS }],
  polynomial: [
    { name: "total", ...STEPS },
    { name: "power", scale: linear(0.1, 10, 0.1), min: 0.01, max: 10 },
  ],
  cosine: [PERIOD, FLOOR],
  warm_restarts: [
    PERIOD,
    { name: "multiplier", scale: linear(1, 10, 1), min: 1, max: 10, whole: true },
    FLOOR,
  ],
  linear: [
    { name: "start", ...SHARE },
    { name: "end", ...SHARE },
    { name: "total", ...STEPS },
  ],
  cyclic: [
    { ...PERIOD, min: 2 },
    { name: "low", ...SHARE },
    { name: "gamma", scale: towardsOne(6), min: 1e-6, max: 1 },
  ],
  one_cycle: [
    { name: "total", ...STEPS, min: 10 },
    { name: "warm_up", scale: linear(0.01, 0.99, 0.01), min: 0.001, max: 0.999 },
  ],
  chain: [],
  plateau: [
    { ...FACTOR, max: 0.999999 },
    {
      name: "patience",
      scale: linear(0, 100, 1),
      min: 0,
      max: 10_000,
      whole: true,
    },
    { name: "threshold", scale: zeroOrLogarithmic(1e-5, 0.5), min: 0, max: 0.999 },
    { name: "floor", scale: zeroOrLogarithmic(1e-5, 1), min: 0, max: 1 },
  ],
};

/** The sliders of a schedule as it is set. */
export function scheduleRows(schedule: ScheduleSpec): readonly ParamRow[] {
  const rows = SCHEDULE_PARAMS[schedule.kind];
  if (schedule.kind !== "cyclic" || schedule.mode === "exp_range") return rows;
  return rows.filter(({ name }) => name !== "gamma");
}

/** "1000, 3000": up to ten whole numbers of steps, ascending; null for anything else. */
export function milestonesFrom(text: string): number[] | null {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== "");
  const steps = parts.map(Number);
  const usable = steps.every((step) => Number.isInteger(step) && step >= 1 && step <= 10_000_000);
  if (!usable || steps.length === 0 || steps.length > 10) return null;
  return [...new Set(steps)].sort((one, other) => one - other);
}

const MIN_STEPS = 10;

/** From 10 on: whole numbers of 1, 2 or 5 and zeros: few different lengths, so few previews to ask for. */
export function roundedUp(steps: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(MIN_STEPS, steps)));
  const part = [1, 2, 5, 10].find((multiple) => multiple * power >= steps) ?? 10;
  return part * power;
}

/** How many steps show what a schedule does. */
export function span(schedule: ScheduleSpec): number {
  switch (schedule.kind) {
    case "constant":
    case "plateau":
      return 10_000;
    case "step":
      return 6 * schedule.every;
    case "multi_step":
      return 1.4 * Math.max(...schedule.milestones);
    case "exponential":
      return Math.min(1_000_000, Math.log(1e-3) / Math.log(Math.min(schedule.factor, 0.999999)));
    case "cosine":
      return 2 * schedule.period;
    case "warm_restarts": {
      const { period, multiplier } = schedule;
      return period * (1 + multiplier + multiplier ** 2);
    }
    case "linear":
      return 1.5 * schedule.total;
    case "polynomial":
      return 1.2 * schedule.total;
    case "inverse_time":
      return 10 * schedule.scale;
    case "cyclic":
      return 3 * schedule.period;
    case "one_cycle":
      return schedule.total;
    case "chain":
      return schedule.parts.reduce(
        (sum, { schedule: part, steps }, place) =>
          sum + (place === schedule.parts.length - 1 ? span(part) : steps),
        0,
      );
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
  min: 1e-6,
  max: 100,
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
