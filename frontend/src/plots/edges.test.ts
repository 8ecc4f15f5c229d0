import { describe, expect, it } from "vitest";
import type { Frame, NumberArray } from "../wire/frames";
import { kernelStrength, passedOn, strongest } from "./edges";
import { arrange, type ColumnSize } from "./geometry";

const frame = (arrays: Record<string, NumberArray>): Frame => ({
  probe: "",
  key: "",
  step: 0,
  epoch: 0,
  revision: 1,
  time: 0,
  arrays,
  values: {},
});

const plan = (...columns: ColumnSize[]) => arrange(columns, 800, 460);
const floats = (shape: number[], data: number[]) => ({ shape, data: Float32Array.from(data) });

describe("kernels", () => {
  it("are as strong as they are long, with the sign of their sum", () => {
    expect(kernelStrength(Float32Array.of(9, 3, -4), 1, 2)).toBe(-5);
    expect(kernelStrength(Float32Array.of(3, 4), 0, 2)).toBe(5);
  });

  it("are one edge for each pair of channels", () => {
    const maps = plan(
      { id: "input", units: 1 },
      { id: "conv1", units: 2, kind: "conv2d" },
      { id: "output", units: 1 },
    );
    const weights = floats([2, 1, 1, 2], [3, 4, 0, -2]);
    expect(strongest(maps, frame({ "conv1.weight": weights })).drawn).toEqual([
      { column: 1, unit: 0, input: 0, weight: 5 },
      { column: 1, unit: 1, input: 0, weight: -2 },
    ]);
  });

  it("join only channels of one group", () => {
    const maps = plan(
      { id: "input", units: 4 },
      { id: "conv1", units: 2, kind: "conv1d", groups: 2 },
    );
    const weights = floats([2, 2, 1], [1, 2, 3, 4]);
    const pairs = strongest(maps, frame({ "conv1.weight": weights })).drawn;
    expect(pairs.map(({ unit, input, weight }) => [unit, input, weight])).toEqual([
      [0, 0, 1],
      [0, 1, 2],
      [1, 2, 3],
      [1, 3, 4],
    ]);
  });
});

describe("wires", () => {
  it("that do not exist are not drawn", () => {
    const sizes = [
      { id: "input", units: 2 },
      { id: "h1", units: 2, kind: "dense" },
    ];
    const weights = frame({ "h1.weight": floats([2, 2], [1, 0, 0, 2]) });
    expect(strongest(plan(...sizes), weights).total).toBe(4);
    const sparse = sizes.map((size) => ({ ...size, sparse: true }));
    expect(strongest(plan(...sparse), weights).total).toBe(2);
  });

  it("are none into layers that only pass on or gather", () => {
    const passing = plan(
      { id: "input", units: 3 },
      { id: "norm1", units: 3, kind: "batch_norm" },
      { id: "flat1", units: 12, kind: "flatten", gathers: true },
    );
    const frames = frame({ "norm1.weight": floats([3], [1, 1, 1]) });
    expect(strongest(passing, frames).total).toBe(0);
    const [, norm, flat] = passing.columns;
    if (norm === undefined || flat === undefined) throw new Error("no column");
    expect(passedOn(passing, norm).map(({ unit, input }) => [unit, input])).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
    expect(passedOn(passing, flat)).toEqual([]);
  });
});
