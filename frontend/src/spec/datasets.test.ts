import { describe, expect, it } from "vitest";
import { SPEC } from "../testing/sample";
import { DATA } from "../wire/catalogue";
import type { DataSpec, Upload } from "../wire/types";
import {
  classCount,
  DATASETS,
  dataSignature,
  form,
  inputNames,
  type Painted,
  size,
  task,
  testsWhatItTrains,
  trainSamples,
} from "./datasets";

export const data = (change: Partial<DataSpec>): DataSpec => ({ ...SPEC.data, ...change });
const asPainted = (points: readonly Painted[]) => points as unknown as DataSpec["painted"];

const UPLOAD: Upload = {
  id: "abcdefghijklmnop",
  name: "seeds.csv",
  rows: 200,
  columns: [
    { name: "length", kind: "number", role: "input", categories: [], missing: 0 },
    { name: "color", kind: "category", role: "input", categories: ["red", "blue"], missing: 1 },
    { name: "note", kind: "category", role: "ignored", categories: ["a"], missing: 0 },
    { name: "kind", kind: "category", role: "target", categories: ["x", "y", "z"], missing: 0 },
  ],
  image: null,
  missing: "drop",
  standardise: true,
};

describe("the table of data sets", () => {
  const rows = Object.entries(DATASETS);

  it.each(rows)("%s holds together", (_, facts) => {
    const { form, regression, maxClasses, usualClasses, given, columns, options } = facts;
    expect(usualClasses).toBeGreaterThanOrEqual(2);
    expect(usualClasses).toBeLessThanOrEqual(maxClasses);
    if (!options.includes("upload")) expect(maxClasses).toBeLessThanOrEqual(DATA.classes.max);
    if (given.length > 0) expect(given.length).toBe(regression ? 1 : maxClasses);
    // A table of one's own has the columns of its file.
    expect(columns.length > 0).toBe(form === "table" && !options.includes("upload"));
    expect(new Set(columns).size).toBe(columns.length);
    expect(options.includes("features")).toBe(form === "line" || form === "plane");
    for (const option of options) expect(Object.keys(DATA)).toContain(option);
  });

  it("has what lessons and links begin with", () => {
    const names = rows.map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(["spiral", "xor", "digits", "iris", "upload"]));
    expect(DATASETS.digits.given.length).toBe(10);
    expect(DATASETS.iris.columns[0]).toBe("sepal_length");
    expect(DATASETS.breast_cancer.columns.length).toBe(30);
    expect([DATASETS.digits.side, DATASETS.bars.side]).toEqual([8, null]);
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
    expect(inputNames(uploaded)).toEqual(["length", "color=red", "color=blue"]);
    const columns = UPLOAD.columns.map((column, place) => ({
      ...column,
      role: place === 0 ? ("target" as const) : ("input" as const),
    }));
    expect(task({ ...uploaded, upload: { ...UPLOAD, columns } })).toBe("regression");
    expect(form({ ...uploaded, upload: { ...UPLOAD, image: [12, 16] } })).toBe("image");
  });

  it("are all columns of a table where none are chosen", () => {
    expect(inputNames(data({ dataset: "iris", columns: [] }))).toEqual(DATASETS.iris.columns);
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
    expect(dataSignature(one)).toBe(dataSignature(other));
  });

  it.each([
    [data({}), data({ dataset: "digits" })],
    [data({}), data({ dataset: "plane" })],
    [data({}), data({ classes: 3 })],
    [data({}), data({ dataset: "breast_cancer" })],
    [data({ dataset: "curve", features: ["x1"] }), data({ dataset: "plane", features: ["x1"] })],
    [data({ dataset: "iris", classes: 3 }), data({ dataset: "wine", classes: 3 })],
    [data({ dataset: "bars" }), data({ dataset: "bars", image_size: 28 })],
    [uploaded, roles({ kind: "ignored", color: "target" })],
  ])("is what inputs and targets are", (one, other) => {
    expect(dataSignature(one)).not.toBe(dataSignature(other));
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
