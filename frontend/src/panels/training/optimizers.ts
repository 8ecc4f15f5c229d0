/** The optimizers as the panel offers them, and the parameters carried from one to the next. */
import { defaults } from "../../wire/bounds";
import { OPTIMIZERS as FACTS } from "../../wire/catalogue";
import type { OptimizerSpec } from "../../wire/types";
import { type ParamRow, param, rowsOf } from "./params";

type Kind = OptimizerSpec["kind"];

/** SGD is offered three times: what its momentum does is a lesson of its own. */
export type OptimizerChoice = Kind | "momentum" | "nesterov";

const KINDS = Object.keys(FACTS) as Kind[];
const USUAL_MOMENTUM = 0.9;

const withDefaults = <Wanted extends Kind>(kind: Wanted) =>
  ({ kind, ...defaults(FACTS[kind]) }) as Extract<OptimizerSpec, { kind: Wanted }>;

export const OPTIMIZERS = {
  ...(Object.fromEntries(KINDS.map((kind) => [kind, withDefaults(kind)])) as {
    readonly [Each in Kind]: Extract<OptimizerSpec, { kind: Each }>;
  }),
  momentum: { ...withDefaults("sgd"), momentum: USUAL_MOMENTUM },
  nesterov: { ...withDefaults("sgd"), momentum: USUAL_MOMENTUM, nesterov: true },
} satisfies Readonly<Record<OptimizerChoice, OptimizerSpec>>;

const PLAIN: readonly OptimizerChoice[] = ["sgd", "momentum", "nesterov", "asgd"];
const ADAPTIVE: readonly OptimizerChoice[] = [
  "adam",
  "adamw",
  "rmsprop",
  "adagrad",
  "adadelta",
  "adamax",
  "nadam",
  "radam",
  "adafactor",
];

/** The groups of the menu; an optimizer of no other group is special. */
export const OPTIMIZER_GROUPS = [
  { name: "optimizers.plain", choices: PLAIN },
  { name: "optimizers.adaptive", choices: ADAPTIVE },
  {
    name: "optimizers.special",
    choices: KINDS.filter((kind) => !PLAIN.includes(kind) && !ADAPTIVE.includes(kind)),
  },
] as const satisfies readonly { name: string; choices: readonly OptimizerChoice[] }[];

export const optimizerRows = (kind: Kind): readonly ParamRow[] => rowsOf(kind, FACTS[kind]);

/** The boolean parameters of an optimizer, except those that are a choice of their own. */
export const optimizerSwitches = (optimizer: OptimizerSpec) =>
  optimizer.kind === "sgd"
    ? []
    : (Object.entries(optimizer).filter(([, value]) => typeof value === "boolean") as [
        "nesterov",
        boolean,
      ][]);

export function optimizerChoice(optimizer: OptimizerSpec): OptimizerChoice {
  if (optimizer.kind !== "sgd") return optimizer.kind;
  if (optimizer.nesterov) return "nesterov";
  return optimizer.momentum > 0 ? "momentum" : "sgd";
}

type Params = Readonly<Record<string, unknown>>;

/** Whether a parameter is the same thing in both kinds: α is a memory in one and a power in another. */
function isSame(name: string, one: Kind, other: Kind): boolean {
  const [first, second] = [one, other].map((kind) =>
    optimizerRows(kind).find((row) => row.name === name),
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
  const had = before.kind === "sgd" ? param(before, "momentum") : 0;
  return { ...next, momentum: choice === "sgd" ? 0 : had || USUAL_MOMENTUM };
}
