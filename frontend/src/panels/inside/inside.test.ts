import { describe, expect, it } from "vitest";
import { heightOf, rangeOf, rateAt, scaled, sparkPath } from "../../plots/curve-preview";
import { barColor, binCenter, heights } from "../../plots/histogram";
import { decades } from "../../plots/norm-bars";
import { NOTHING, type Past, reach, remember } from "../../plots/ridgeline";
import { dots } from "../../plots/thumbnail";
import { extent } from "../../plots/unit-map";
import { strongest } from "./strongest";

describe("histograms", () => {
  const histogram = { counts: [0, 4, 2, 0], low: -2, high: 2 };

  it("places bars by the middle of their bins, the tallest being 1", () => {
    expect([0, 1, 2, 3].map((bin) => binCenter(histogram, bin))).toEqual([-1.5, -0.5, 0.5, 1.5]);
    expect(heights(histogram)).toEqual([0, 1, 0.5, 0]);
    expect(heights({ ...histogram, counts: [0, 0] })).toEqual([0, 0]);
  });

  it("colors negative and positive bars apart, and alike in strength", () => {
    expect(barColor(-1, 1, "light")).not.toEqual(barColor(1, 1, "light"));
    expect(barColor(0, 0, "dark")).toEqual(barColor(0, 1, "dark"));
  });
});

describe("ridges", () => {
  const ridge = (step: number) => ({ counts: [1], low: -1, high: step === 7 ? 100 : 1, step });
  const after = (steps: readonly number[]) =>
    steps.reduce((past: Past, step) => remember(past, ridge(step)), NOTHING);
  const upTo = (last: number) => Array.from({ length: last + 1 }, (_, step) => step);

  it("thin out evenly and keep the first", () => {
    const { ridges, apart } = after(upTo(1000));
    expect(ridges.length).toBeLessThanOrEqual(28);
    expect(ridges.length).toBeGreaterThan(10);
    expect(ridges[0]?.step).toBe(0);
    expect(apart).toBeGreaterThan(20);
  });

  it("forget what lay ahead when time goes back", () => {
    expect(after([...upTo(20), 5]).ridges.map(({ step }) => step)).toEqual(upTo(5));
  });

  it("share an axis without the outliers of the past", () => {
    expect(reach(after(upTo(20)).ridges)).toEqual({ low: -1, high: 1 });
    expect(reach([ridge(0), ridge(7)])).toEqual({ low: -1, high: 100 });
    expect(reach([])).toEqual({ low: -1, high: 1 });
  });
});

describe("schedule curves", () => {
  const curve = { steps: [0, 10, 20], rates: [1, 0.1, 0] };

  it("are read between their points and beyond", () => {
    expect([0, 5, 20, 99].map((step) => rateAt(curve, step))).toEqual([1, 0.55, 0, 0]);
    expect(scaled(curve, 0.5).rates).toEqual([0.5, 0.05, 0]);
  });

  it("fit a straight and a log axis", () => {
    expect(heightOf(0.1, rangeOf([curve], false))).toBeCloseTo(0.1);
    const log = rangeOf([curve], true);
    expect(log.low).toBeCloseTo(0.1);
    expect([1, 0.1, 0].map((rate) => heightOf(rate, log))).toEqual([1, 0, 0]);
    expect(rangeOf([{ steps: [0], rates: [1e-9, 1] }], true).low).toBe(1e-4);
  });

  it("become a path", () => {
    expect(sparkPath(curve, 20, 10)).toBe("M0.0 0.0L10.0 9.0L20.0 10.0");
  });
});

it("spans whole decades of gradient norms, two at least", () => {
  expect(decades([0.2, 0.03])).toEqual({ low: -2, high: 0 });
  expect(decades([1e-7, 3])).toEqual({ low: -7, high: 1 });
  expect(decades([0, Number.NaN])).toEqual({ low: -2, high: 0 });
});

it("puts points where they lie; a single input has its label as height", () => {
  const preview = { labels: [1], train: 1, task: "binary", classes: 2 } as const;
  expect(dots({ ...preview, inputs: [[-6, 6]] }, 12, 12)).toEqual([{ x: 0, y: 0, label: 1 }]);
  expect(dots({ ...preview, inputs: [[6]], labels: [0] }, 12, 12)[0]).toMatchObject({
    x: 12,
    y: 6,
  });
});

it("finds a unit's map among its layer's", () => {
  const map = { shape: [3, 4, 5], data: new Uint8Array(60) };
  expect(extent({ map, unit: 2, bound: 1, cells: false })).toEqual({
    rows: 4,
    columns: 5,
    from: 40,
  });
  const one = { shape: [4, 5], data: new Uint8Array(20) };
  expect(extent({ map: one, unit: null, bound: 1, cells: false })).toEqual({
    rows: 4,
    columns: 5,
    from: 0,
  });
});

it("keeps the strongest weights in the order of their inputs", () => {
  const { rows, most } = strongest([0.1, -3, 2, 0], [1, 2, 3, 4], 2);
  expect(rows.map(({ input }) => input)).toEqual([1, 2]);
  expect(most).toBe(3);
});

it("counts the weights that exist", () => {
  const given = [[0.1, 0, 2, 0], [1, 2, 3, 4], 9] as const;
  expect(strongest(...given).all).toBe(4);
  expect(strongest(...given, true).all).toBe(2);
  expect(strongest(...given, true).rows.map(({ input }) => input)).toEqual([0, 2]);
});
