import { describe, expect, it } from "vitest";
import type { Frame, NumberArray } from "../wire/frames";
import { placed, reachOf, reading } from "./boundary";
import { amount, inkOn, neutral } from "./colors";
import { cellAt, shares } from "./confusion";
import { fillImage, outputsOf, scores } from "./image";
import type { Inks } from "./inks";
import { kernelSize, planKernels, reachOfWeights, spotAt, valueAt } from "./kernels";
import { Pixels } from "./surface";

const frame = (arrays: Record<string, NumberArray>, values: Frame["values"] = {}): Frame => ({
  probe: "",
  key: "",
  step: 0,
  epoch: 0,
  revision: 1,
  time: 0,
  arrays,
  values,
});
const f32 = (...data: number[]): NumberArray => ({
  shape: [data.length],
  data: Float32Array.from(data),
});
const INKS: Inks = { ink: "", soft: "", line: "", paper: "", font: "", small: 11 };

/** Pixels without a canvas: happy-dom has none that draws. */
class Words extends Pixels {
  words = new Uint32Array(0);
  override put(width: number, height: number, fill: (words: Uint32Array) => void): void {
    this.words = new Uint32Array(width * height);
    fill(this.words);
  }
}

describe("points on a plane", () => {
  it("lie where the server has put them", () => {
    const points = placed(
      frame(
        { x: f32(-1, 2), y: f32(0.5, 3), labels: f32(0, 2) },
        { train: 1, task: "multiclass", domain_low: -3.5, domain_high: 3.5 },
      ),
    );
    expect(points?.x(1)).toBe(2);
    expect(points?.y?.(0)).toBe(0.5);
    expect(points?.reach).toBe(3.5);
    expect(points?.train).toBe(1);
  });

  it("of the line have their label as height, and a table's columns alone lie nowhere", () => {
    const labels = f32(1, 2, 3);
    const inputs = (columns: number): NumberArray => ({
      shape: [3, columns],
      data: new Float32Array(3 * columns),
    });
    expect(placed(frame({ inputs: inputs(1), labels }))?.y).toBeNull();
    expect(placed(frame({ inputs: inputs(2), labels }))?.y).not.toBeNull();
    expect(placed(frame({ inputs: inputs(4), labels }))).toBeNull();
  });

  it("keep to the toy sets' plane where a frame tells of none", () => {
    expect(reachOf(frame({}))).toBe(6);
    expect(reachOf(undefined)).toBe(6);
  });

  it("are read in the numbers to predict, whatever their size", () => {
    const map = { shape: [1, 1], data: Uint8Array.of(255) };
    const told = reading(frame({ map }, { kind: "signed", low: -200, high: 200 }), 0.5, 0.5);
    expect(told).toEqual({ kind: "value", value: 200 });
  });
});

describe("text on a color", () => {
  it("is black on light and white on dark", () => {
    expect(inkOn([236, 156, 106])).toBe("#000");
    expect(inkOn([8, 104, 172])).toBe("#fff");
  });
});

describe("confusion", () => {
  const names = ["a", "b"];

  it("counts shares of the true class", () => {
    expect(shares({ counts: [3, 1, 0, 0], names })).toEqual([0.75, 0.25, 0, 0]);
  });

  it("finds the cell under the pointer, and none beside the matrix", () => {
    const plan = { left: 10, top: 20, cell: 30 };
    expect(cellAt(plan, 2, 45, 25)).toEqual({ truth: 0, predicted: 1 });
    expect(cellAt(plan, 2, 5, 25)).toBeNull();
    expect(cellAt(plan, 2, 75, 25)).toBeNull();
  });

  it("goes from paper to full strength", () => {
    expect(amount(0, "light")).toEqual(neutral("light"));
    expect(amount(2, "dark")).toEqual(amount(1, "dark"));
  });
});

describe("an image", () => {
  it("is taken out of many, dark where it has ink", () => {
    const pixels = new Words();
    fillImage(pixels, { shape: [2, 1, 2], data: Uint8Array.of(9, 9, 0, 255) }, 1, "light");
    const [paper = 0, ink = 0] = pixels.words;
    expect(paper & 255).toBeGreaterThan(240);
    expect(ink & 255).toBeLessThan(30);
  });

  it("has class scores that sum to one, by the loss", () => {
    const outputs = outputsOf(Uint8Array.of(255, 0), 2);
    expect(outputs).toEqual([2, -2]);
    const [first = 0, second = 0] = scores(outputs, "cross_entropy");
    expect(first + second).toBeCloseTo(1);
    expect(first).toBeCloseTo(1 / (1 + Math.exp(-4)));
    expect(scores([0], "binary_cross_entropy")).toEqual([0.5, 0.5]);
    expect(scores([1], "mse")).toEqual([0, 1]);
    expect(scores([1.5, -1, 0.25], "mse")).toEqual([1, 0, 0.25]);
  });
});

describe("kernels", () => {
  const weights = {
    shape: [4, 2, 3, 3],
    data: Float32Array.from({ length: 72 }, (_, place) => place - 36),
  };
  const maps = { shape: [4, 2, 2], data: Uint8Array.from({ length: 16 }, () => 255) };

  it("of a row of numbers are one cell high", () => {
    expect(kernelSize({ shape: [4, 2, 5], data: new Float32Array(40) })).toEqual({
      units: 4,
      channels: 2,
      rows: 1,
      columns: 5,
    });
    expect(kernelSize(weights).rows).toBe(3);
  });

  it("stand in cards that fit the width", () => {
    const plan = planKernels(weights, 800, 160, INKS);
    expect(plan.cards * plan.cardWidth).toBeLessThanOrEqual(800 + 18);
    expect(plan.height).toBe(Math.ceil(4 / plan.cards) * plan.cardHeight);
  });

  it("are found again under the pointer, each weight by its number", () => {
    const plan = planKernels(weights, 800, 160, INKS);
    const at = { weights, maps, bound: 2 };
    const step = plan.tileWidth / 3;
    const spot = spotAt(plan, at, plan.tileWidth + 3 + step * 1.5, plan.label + step * 2.5);
    expect(spot).toEqual({ kind: "weight", unit: 0, channel: 1, row: 2, column: 1 });
    if (spot !== null) expect(valueAt(at, spot)).toBe(9 + 7 - 36);
  });

  it("have the map that they make beside them", () => {
    const plan = planKernels(weights, 800, 160, INKS);
    const at = { weights, maps, bound: 2 };
    const left = plan.across * (plan.tileWidth + 3) + 6;
    const spot = spotAt(plan, at, left + plan.map * 0.75, plan.label + plan.map * 0.25);
    expect(spot).toEqual({ kind: "map", unit: 0, row: 0, column: 1 });
    if (spot !== null) expect(valueAt(at, spot)).toBe(2);
    expect(spotAt(plan, at, left + plan.map + 4, plan.label + 5)).toBeNull();
  });

  it("share one range of colors", () => {
    expect(reachOfWeights(weights)).toBe(36);
  });
});
