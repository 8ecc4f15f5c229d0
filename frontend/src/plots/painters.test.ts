import { describe, expect, it } from "vitest";
import type { Frame, NumberArray } from "../wire/frames";
import { across, DOMAIN, down, fillBoundary, reading } from "./boundary";
import { classPixels } from "./class-signs";
import { neutral, pixel, signed, signedPixels } from "./colors";
import { isLifted, MAX_EDGES, strongest, widthOf, widthStep } from "./edges";
import { arrange } from "./geometry";
import { fillTile, meanOf, tiles } from "./heatmap";
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

/** Pixels without a canvas: happy-dom has none that draws. */
class Words extends Pixels {
  words = new Uint32Array(0);
  override put(width: number, height: number, fill: (words: Uint32Array) => void): void {
    this.words = new Uint32Array(width * height);
    fill(this.words);
  }
}

const plan = (first: number, second: number) =>
  arrange(
    [
      { id: "input", units: 2 },
      { id: "h1", units: first },
      { id: "h2", units: second },
      { id: "output", units: 1 },
    ],
    800,
    460,
  );

function weights(units: number, inputs: number): NumberArray<Float32Array> {
  const data = Float32Array.from({ length: units * inputs }, (_, place) =>
    place % 2 === 0 ? place / 10 : -place / 10,
  );
  return { shape: [units, inputs], data };
}

describe("color tables", () => {
  it("runs from blue through the theme's paper to orange", () => {
    for (const theme of ["light", "dark"] as const) {
      const table = signedPixels(theme);
      expect(table.length).toBe(256);
      expect(table[0]).toBe(pixel(signed(-1, theme)));
      expect(table[255]).toBe(pixel(signed(1, theme)));
      const [red, green, blue] = neutral(theme);
      const middle = table[128] ?? 0;
      expect(Math.abs((middle & 255) - red)).toBeLessThan(3);
      expect(Math.abs(((middle >> 8) & 255) - green)).toBeLessThan(3);
      expect(Math.abs(((middle >> 16) & 255) - blue)).toBeLessThan(3);
    }
  });
});

describe("edges", () => {
  it("takes weights as unit, input and draws all of a small network", () => {
    const edges = strongest(plan(3, 2), frame({ "h1.weight": weights(3, 2) }));
    expect(edges.total).toBe(6);
    expect(edges.drawn).toContainEqual({
      column: 1,
      unit: 2,
      input: 1,
      weight: Math.fround(-0.5),
    });
  });

  it("draws the strongest of too many", () => {
    const { drawn, total } = strongest(plan(21, 21), frame({ "h2.weight": weights(21, 21) }));
    expect(total).toBeGreaterThan(MAX_EDGES);
    expect(drawn.length).toBe(MAX_EDGES);
    const least = Math.min(...drawn.map(({ weight }) => Math.abs(weight)));
    expect(least).toBeCloseTo((total - MAX_EDGES) / 10, 4);
  });

  it("grows with the weight up to a cap", () => {
    expect(widthStep(0)).toBe(0);
    expect(widthStep(-2)).toBe(widthStep(2));
    expect(widthOf(widthStep(100))).toBe(widthOf(widthStep(5)));
    expect(widthOf(widthStep(2))).toBeGreaterThan(widthOf(widthStep(1)));
  });

  it("lifts what comes into a neuron and what leaves it", () => {
    const on = { kind: "neuron", column: 1, unit: 2 } as const;
    expect(isLifted({ column: 1, unit: 2, input: 0 }, on)).toBe(true);
    expect(isLifted({ column: 2, unit: 0, input: 2 }, on)).toBe(true);
    expect(isLifted({ column: 2, unit: 2, input: 0 }, on)).toBe(false);
    expect(isLifted({ column: 1, unit: 0, input: 0 }, null)).toBe(true);
  });
});

describe("heat maps", () => {
  const table = signedPixels("light");

  it("takes as many tiles as are both shown and sent", () => {
    const map = { shape: [2, 4, 4], data: new Uint8Array(32) };
    expect(tiles(plan(8, 8), frame({ h1: map })).length).toBe(2);
  });

  it("writes a tile at its place in the atlas", () => {
    const map = { shape: [1, 2, 2], data: Uint8Array.of(0, 64, 128, 255) };
    const [tile] = tiles(plan(1, 1), frame({ h1: map }));
    if (tile === undefined) throw new Error("no tile");
    const words = new Uint32Array(32 * 4);
    fillTile(words, 32, 17, 2, tile, table);
    expect([...words.slice(2 * 32 + 2, 2 * 32 + 4)]).toEqual([table[0], table[64]]);
    expect([...words.slice(3 * 32 + 2, 3 * 32 + 4)]).toEqual([table[128], table[255]]);
  });

  it("turns a map of one row into bands", () => {
    const map = { shape: [1, 1, 2], data: Uint8Array.of(0, 255) };
    const [tile] = tiles(plan(1, 1), frame({ h1: map }));
    if (tile === undefined) throw new Error("no tile");
    const words = new Uint32Array(32 * 2);
    fillTile(words, 32, 0, 2, tile, table);
    expect([words[0], words[1], words[32], words[33]]).toEqual([
      table[0],
      table[255],
      table[0],
      table[255],
    ]);
  });

  it("reads a mean back in the unit's numbers", () => {
    const map = { shape: [2, 1, 2], data: Uint8Array.of(0, 0, 255, 255) };
    expect(meanOf(map, 0, 2)).toBeCloseTo(-2);
    expect(meanOf(map, 1, 2)).toBeCloseTo(2);
  });
});

describe("boundary", () => {
  const look = { theme: "light", discrete: false, scale: 1 } as const;
  const map = { shape: [2, 2], data: Uint8Array.of(0, 120, 140, 255) };
  const signedFrame = frame({ map }, { kind: "signed", low: -1, high: 1 });

  it("colors a signed map, and only its sign when asked", () => {
    const pixels = new Words();
    const table = signedPixels("light");
    expect(fillBoundary(pixels, signedFrame, look)).toBe(true);
    expect([...pixels.words]).toEqual([table[0], table[120], table[140], table[255]]);
    fillBoundary(pixels, signedFrame, { ...look, discrete: true });
    expect([...pixels.words]).toEqual([table[0], table[0], table[255], table[255]]);
  });

  it("colors classes by how sure the network is", () => {
    const pixels = new Words();
    const classes = { shape: [1, 2], data: Uint8Array.of(0, 2) };
    const confidence = { shape: [1, 2], data: Uint8Array.of(90, 255) };
    fillBoundary(pixels, frame({ classes, confidence }, { kind: "classes" }), look);
    const [first, third] = [classPixels(0, "light"), classPixels(2, "light")];
    expect([...pixels.words]).toEqual([first[90], third[255]]);
  });

  it("tells the value under the pointer", () => {
    expect(reading(signedFrame, 0.1, 0.1)).toEqual({ kind: "value", value: -1 });
    expect(reading(signedFrame, 1, 1)).toEqual({ kind: "value", value: 1 });
    const y = { shape: [2], data: Float32Array.of(0.25, -3) };
    const line = frame({ x: y, y }, { kind: "line" });
    expect(reading(line, 0.9, 0.2)).toEqual({ kind: "value", value: -3 });
  });

  it("places inputs with x₂ upwards", () => {
    expect(across(-DOMAIN, 300)).toBe(0);
    expect(across(0, 300)).toBe(150);
    expect(down(DOMAIN, 300)).toBe(0);
    expect(down(-DOMAIN, 300)).toBe(300);
  });
});
