/** Every kind that the server has is named in both languages, and told of where the page tells of it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ACTIVATIONS,
  DATASETS,
  EXPORTS,
  FEATURES,
  INITIALIZERS,
  LAYERS,
  LOSSES,
  OPTIMIZERS,
  SCHEDULES,
} from "../wire/catalogue";
import type { Fields } from "../wire/facts";
import { columnText } from "./columns";
import { en } from "./en/all";
import { ko } from "./ko/all";
import { language } from "./language";

const NAME = "";
const TIP = ".tip";

/** A table, what its keys begin with, and their ends. */
const TABLES: readonly (readonly [table: object, start: string, ends: readonly string[]])[] = [
  [LAYERS, "kind", [NAME, TIP, ".short"]],
  [OPTIMIZERS, "optimizer", [NAME, TIP]],
  [SCHEDULES, "schedule", [NAME, TIP]],
  [LOSSES, "loss", [NAME]],
  [INITIALIZERS, "init", [NAME, TIP]],
  [ACTIVATIONS, "activation", [NAME, TIP]],
  [DATASETS, "dataset", [NAME, TIP]],
  [FEATURES, "feature", [TIP]],
  [EXPORTS, "export", [NAME, TIP]],
];

const columns = [...new Set(Object.values(DATASETS).flatMap(({ columns }) => columns))];
const groups = [...new Set(Object.values(DATASETS).map(({ group }) => group))];

/** The fields of a table's kinds that hold a number or one of few options. */
const settings = (kinds: readonly Fields[]) => [
  ...new Set(
    kinds.flatMap((fields) =>
      Object.entries(fields)
        .filter(([name]) => name !== "activation")
        .filter(([, row]) => typeof row.default === "number" || row.options !== undefined)
        .map(([name]) => name),
    ),
  ),
];
const { block: _, ...plain } = LAYERS;
const layerSettings = settings(Object.values(plain).map(({ fields }) => fields));
const params = settings([
  ...Object.values(OPTIMIZERS),
  ...Object.values(SCHEDULES),
  ...Object.values(LOSSES).map(({ fields }) => fields),
]);

const KEYS: readonly (readonly [of: string, keys: readonly string[]])[] = [
  ...TABLES.flatMap(([table, start, ends]) =>
    Object.keys(table).map(
      (kind) => [`${start} ${kind}`, ends.map((end) => `${start}.${kind}${end}`)] as const,
    ),
  ),
  ...groups.map((group) => [`group ${group}`, [`sets.${group}`]] as const),
  ...layerSettings.map((name) => [`layer's ${name}`, [`layer.${name}`]] as const),
  ...params.map((name) => [`parameter ${name}`, [`param.${name}`, `param.${name}.tip`]] as const),
];

describe.each([
  ["English", en],
  ["Korean", ko],
] as const)("in %s", (language, texts) => {
  const all: Readonly<Record<string, string>> = texts;

  it.each(KEYS)("%s has its texts", (_, keys) => {
    for (const key of keys) expect(all[key], key).toMatch(/\S/);
    if (language === "Korean") return;
    // Names that are the same in both languages are those of papers; what tells of them is not.
    for (const key of keys.filter((each) => each.endsWith(TIP)))
      expect((ko as Readonly<Record<string, string>>)[key], key).not.toBe(all[key]);
  });
});

describe.each(["en", "ko"] as const)("columns in %s", (chosen) => {
  const before = language.peek();
  beforeAll(() => {
    language.value = chosen;
  });
  afterAll(() => {
    language.value = before;
  });

  it.each(columns)("%s has a name of its own", (column) => {
    expect(columnText(column)).toMatch(/\S/);
    expect(columnText(column)).not.toContain("_");
  });

  it("names no two columns of a table alike", () => {
    for (const { columns } of Object.values(DATASETS)) {
      const names = columns.map(columnText);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

it("does not name two kinds of a table alike", () => {
  const all: Readonly<Record<string, string>> = en;
  for (const [table, start, ends] of TABLES) {
    if (!ends.includes(NAME) || table === DATASETS) continue;
    const names = Object.keys(table).map((kind) => all[`${start}.${kind}`]);
    expect(new Set(names).size, start).toBe(names.length);
  }
});
