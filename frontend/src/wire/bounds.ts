/** What the catalogue says of fields, as inputs use it: the numbers allowed, and what a kind begins with. */
import type { Field, Fields } from "./facts";

export interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

/** The distance kept from a bound that is excluded; from zero, above it, far less. */
const NEAR = 1e-6;
const TINY = 1e-30;

const above = (bound: number) => (bound === 0 ? TINY : bound + NEAR);

/** The least and the greatest number that a field takes. */
export function bounds(field: Field): Bounds {
  const { min, max, above: over, below, whole = false } = field;
  return {
    min: min ?? (over === undefined ? Number.NEGATIVE_INFINITY : above(over)),
    max: max ?? (below === undefined ? Number.POSITIVE_INFINITY : below - NEAR),
    whole,
  };
}

/** The first value of every field that has one. */
export const defaults = (fields: Fields): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, field]) => "default" in field)
      .map(([name, field]) => [name, structuredClone(field.default)]),
  );

export const isNumber = (field: Field): boolean => typeof field.default === "number";

/** The names of the fields that are numbers, in all kinds of a table. */
export type NumberOf<Table> = {
  [Kind in keyof Table]: {
    [Name in keyof Table[Kind]]: Table[Kind][Name] extends { readonly default: number }
      ? Name
      : never;
  }[keyof Table[Kind]];
}[keyof Table];

/** A table's kinds in the page's own order; those that it does not know come last. */
export const ordered = <Kind extends string>(
  all: readonly Kind[],
  order: readonly Kind[],
): readonly Kind[] => [
  ...order.filter((kind) => all.includes(kind)),
  ...all.filter((kind) => !order.includes(kind)),
];

/** NAME.OPTION of every choice in all kinds of a table, but for those named. */
export type OptionOf<Table, But extends string = never> = {
  [Kind in keyof Table]: {
    [Name in Exclude<keyof Table[Kind], But>]: Table[Kind][Name] extends {
      readonly options: readonly (infer Option extends string)[];
    }
      ? `${Name & string}.${Option}`
      : never;
  }[Exclude<keyof Table[Kind], But>];
}[keyof Table];
