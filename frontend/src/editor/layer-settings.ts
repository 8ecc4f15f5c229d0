/** The settings of each kind of layer: what its card shows and what its details do. */
import type { PlainKind } from "../spec/layer-kinds";
import {
  type Bounds,
  bounds,
  defaults,
  isNumber,
  type NumberOf,
  type OptionOf,
  ordered,
} from "../wire/bounds";
import { INITIALIZERS, LAYERS, NETWORK } from "../wire/catalogue";
import type { Field, Fields } from "../wire/facts";
import type { InitSpec } from "../wire/types";

type FieldsOf = { [Kind in PlainKind]: (typeof LAYERS)[Kind]["fields"] };

/** How a layer with weights begins and learns: these have a section of their own. */
const COMMON = ["rate_factor", "initial_bias", "density"] as const;
type Common = (typeof COMMON)[number];

export const COMMON_BOUNDS = Object.fromEntries(
  COMMON.map((name) => [name, bounds(NETWORK.output.fields[name])]),
) as Readonly<Record<Common, Bounds>>;

export interface NumberSetting extends Bounds {
  readonly name: Exclude<NumberOf<FieldsOf>, Common>;
  /** Of its buttons; 0 leaves them out. */
  readonly step: number;
}

const STEPS: Readonly<Partial<Record<NumberSetting["name"], number>>> = { epsilon: 0 };
const SMALL_STEP = 0.05;

/** A button stops one step before a bound that may not be reached. */
function stepped(field: Field, step: number): Bounds {
  const within = bounds(field);
  const beyond = field.below !== undefined && step > 0;
  return beyond ? { ...within, max: Number((field.below - step).toPrecision(6)) } : within;
}

function numbersOf(fields: Fields): readonly NumberSetting[] {
  return Object.entries(fields)
    .filter(([name, field]) => isNumber(field) && !(COMMON as readonly string[]).includes(name))
    .map(([key, field]) => {
      const name = key as NumberSetting["name"];
      const step = STEPS[name] ?? (field.whole ? 1 : SMALL_STEP);
      return { name, step, ...stepped(field, step) };
    });
}

const KINDS = (Object.keys(LAYERS) as (keyof typeof LAYERS)[]).filter(
  (kind): kind is PlainKind => kind !== "block",
);

/** The first of a kind stands on its card, with buttons. */
export const NUMBERS = Object.fromEntries(
  KINDS.map((kind) => [kind, numbersOf(LAYERS[kind].fields)]),
) as Readonly<Record<PlainKind, readonly NumberSetting[]>>;

type Option = OptionOf<FieldsOf, "activation">;
type Before<Text> = Text extends `${infer Name}.${string}` ? Name : never;

export interface OptionSetting {
  readonly name: Before<Option>;
  /** Each value, and the end of its text's key. */
  readonly options: readonly (readonly [value: string, text: Option])[];
}

function optionsOf(fields: Fields): readonly OptionSetting[] {
  return Object.entries(fields)
    .filter(([name, { options }]) => options !== undefined && name !== "activation")
    .map(([name, { options = [] }]) => ({
      name: name as OptionSetting["name"],
      options: options.map((value) => [`${value}`, `${name}.${value}` as Option] as const),
    }));
}

/** What is chosen of few, beside the activation. */
export const OPTIONS = Object.fromEntries(
  KINDS.map((kind) => [kind, optionsOf(LAYERS[kind].fields)]),
) as Readonly<Record<PlainKind, readonly OptionSetting[]>>;

/** Kinds whose first number is seldom worth buttons on the card. */
const OFF_CARD: ReadonlySet<PlainKind> = new Set(["batch_norm", "layer_norm"]);

/** The number that stands on the card of a kind. */
export const onCard = (kind: PlainKind): NumberSetting | undefined =>
  OFF_CARD.has(kind) ? undefined : NUMBERS[kind][0];

export const INIT_KINDS = ordered<InitSpec["kind"]>(
  Object.keys(INITIALIZERS) as InitSpec["kind"][],
  ["auto", "zeros", "constant", "normal", "uniform", "xavier", "kaiming", "orthogonal"],
);

export const INITS = Object.fromEntries(
  INIT_KINDS.map((kind) => [kind, { kind, ...defaults(INITIALIZERS[kind]) }]),
) as { readonly [Kind in InitSpec["kind"]]: Extract<InitSpec, { kind: Kind }> };

export interface InitNumber extends Bounds {
  readonly name: NumberOf<typeof INITIALIZERS>;
}

export const initNumbers = (kind: InitSpec["kind"]): readonly InitNumber[] =>
  Object.entries(INITIALIZERS[kind] as Fields)
    .filter(([, field]) => isNumber(field))
    .map(([name, field]) => ({ name: name as InitNumber["name"], ...bounds(field) }));

export const DISTRIBUTIONS = INITIALIZERS.xavier.distribution.options;
