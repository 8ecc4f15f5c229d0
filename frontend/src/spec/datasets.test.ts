import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SPEC } from "../testing/sample";
import type { DataSpec, DatasetName, Upload } from "../wire/types";
import {
  classCount,
  DATASETS,
  form,
  inputNames,
  nature,
  type Painted,
  size,
  task,
  testsWhatItTrains,
  trainSamples,
} from "./datasets";
import { TABLES } from "./tables";

const SERVER = join(import.meta.dirname, "../../../server/playground/spec");
const source = (name: string) => readFileSync(join(SERVER, name), "utf8");

export const data = (change: Partial<DataSpec>): DataSpec => ({ ...SPEC.data, ...change });
const asPainted = (points: readonly Painted[]) => points as unknown as DataSpec["painted"];

const UPLOAD: Upload = {
  id: "abcdefghijklmnop",
  name: "seeds.csv",
  rows: 200,
  columns: [
    { name: "length", kind: "number", role: "input", categories: [], missing: 0 },
    { name: "colour", kind: "category", role: "input", categories: ["red", "blue"], missing: 1 },
    { name: "note", kind: "category", role: "ignored", categories: ["a"], missing: 0 },
    { name: "kind", kind: "category", role: "target", categories: ["x", "y", "z"], missing: 0 },
  ],
  image: null,
  missing: "drop",
  standardise: true,
};

describe("the table of data sets", () => {
  const rows = [
    ...source("data.py").matchAll(
      /^ {4}"(\w+)": DatasetKind\(\s*((?:[^()]|\([^()]*\))*?)\s*\),?$/gm,
    ),
  ].map(([, name, given]) => [name as DatasetName, given ?? ""] as const);

  it("has every set of the server's, and no other", () => {
    expect(rows.map(([name]) => name).toSorted()).toEqual(Object.keys(DATASETS).toSorted());
  });

  it.each(rows)("says of %s what the server says", (name, given) => {
    const own = DATASETS[name];
    expect(own.form).toBe(/"(line|table|image)"/.exec(given)?.[1] ?? "plane");
    expect(own.regression).toBe(given.includes("regression=True"));
    const most = /max_classes=(\w+)/.exec(given)?.[1] ?? "2";
    expect(own.maxClasses).toBe(most === "MAX_CLASSES" ? 10 : Number(most));
    const counts = /given=\(([\d, ]*)\)/.exec(given)?.[1] ?? "";
    expect([...own.given]).toEqual(counts.split(",").map(Number).filter(Boolean));
  });

  it("names the columns of the tables that the server names", () => {
    const tables = source("tables.py")
      .split(/^ {4}"(\w+)": \($/m)
      .slice(1);
    for (let at = 0; at < tables.length; at += 2) {
      const names = [...(tables[at + 1] ?? "").matchAll(/^ {8}"(\w+)",$/gm)].map(([, one]) => one);
      expect(TABLES[tables[at] as DatasetName]).toEqual(names);
    }
    expect(tables.length).toBe(2 * Object.keys(TABLES).length);
  });
});

describe("task, classes and names", () => {
  it("follow from the set and its classes", () => {
    expect(task(data({ dataset: "spiral", classes: 2 }))).toBe("binary");
    expect(task(data({ dataset: "digits", classes: 10 }))).toBe("multiclass");
    expect(task(data({ dataset: "diabetes" }))).toBe("regression");
    expect(form(data({ dataset: "formula_curve" }))).toBe("line");
  });

  it("follow from an upload's columns", () => {
    const uploaded = data({ dataset: "upload", upload: UPLOAD, classes: 2 });
    expect([task(uploaded), classCount(uploaded), size(uploaded)]).toEqual(["multiclass", 3, 200]);
    expect(inputNames(uploaded)).toEqual(["length", "colour=red", "colour=blue"]);
    const columns = UPLOAD.columns.map((column, place) => ({
      ...column,
      role: place === 0 ? ("target" as const) : ("input" as const),
    }));
    expect(task({ ...uploaded, upload: { ...UPLOAD, columns } })).toBe("regression");
    expect(form({ ...uploaded, upload: { ...UPLOAD, image: [12, 16] } })).toBe("image");
  });

  it("are all columns of a table where none are chosen", () => {
    expect(inputNames(data({ dataset: "iris", columns: [] }))).toEqual(TABLES.iris);
    expect(inputNames(data({ dataset: "iris", columns: ["petal_width"] }))).toEqual([
      "petal_width",
    ]);
    expect(inputNames(data({ dataset: "digits" }))).toEqual([]);
  });
});

describe("the nature of data", () => {
  const uploaded = data({ dataset: "upload", upload: UPLOAD });
  const roles = (by: Record<string, "input" | "target" | "ignored">) => ({
    ...uploaded,
    upload: {
      ...UPLOAD,
      id: "qrstuvwxyzabcdef",
      columns: UPLOAD.columns.map((column) => ({
        ...column,
        role: by[column.name] ?? column.role,
      })),
    },
  });

  it.each([
    [data({}), data({ dataset: "moons", noise: 0.7, samples: 90 })],
    [data({}), data({ features: ["x1", "x2", "sin_x1"] })],
    [data({ dataset: "plane" }), data({ dataset: "multi_gauss", classes: 3 })],
    [data({ dataset: "edges", classes: 4 }), data({ dataset: "bars", classes: 4 })],
    [data({ dataset: "iris" }), data({ dataset: "iris", columns: ["petal_width"] })],
    [uploaded, roles({ note: "input" })],
  ])("is the same whatever its details", (one, other) => {
    expect(nature(one)).toBe(nature(other));
  });

  it.each([
    [data({}), data({ dataset: "digits" })],
    [data({}), data({ dataset: "plane" })],
    [data({}), data({ classes: 3 })],
    [data({}), data({ dataset: "breast_cancer" })],
    [data({ dataset: "curve", features: ["x1"] }), data({ dataset: "plane", features: ["x1"] })],
    [data({ dataset: "iris", classes: 3 }), data({ dataset: "wine", classes: 3 })],
    [data({ dataset: "bars" }), data({ dataset: "bars", image_size: 28 })],
    [uploaded, roles({ kind: "ignored", colour: "target" })],
  ])("is what inputs and targets are", (one, other) => {
    expect(nature(one)).not.toBe(nature(other));
  });
});

describe("sizes", () => {
  it("leave one point on each side at least", () => {
    expect(trainSamples(data({ samples: 20, train_fraction: 0.7 }))).toBe(14);
    expect(trainSamples(data({ samples: 2, train_fraction: 0.9 }))).toBe(1);
  });

  it("round halves as the server does", () => {
    expect(trainSamples(data({ samples: 25, train_fraction: 0.5 }))).toBe(12);
    expect(trainSamples(data({ samples: 27, train_fraction: 0.5 }))).toBe(14);
  });

  it("are those of the classes that are left in", () => {
    expect(size(data({ dataset: "iris", classes: 2, samples: 500 }))).toBe(100);
    expect(size(data({ dataset: "iris", classes: 2, samples: 60 }))).toBe(60);
    expect(size(data({ dataset: "diabetes", samples: 5000 }))).toBe(442);
  });

  it("do not split few painted points", () => {
    const few = data({
      dataset: "painted",
      painted: asPainted([
        [0, 0, 0],
        [1, 1, 1],
      ]),
    });
    expect(testsWhatItTrains(few)).toBe(true);
    expect([size(few), trainSamples(few)]).toEqual([2, 2]);
  });
});
