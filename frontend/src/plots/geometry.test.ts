import { describe, expect, it } from "vitest";
import {
  arrange,
  dropPosition,
  ease,
  edgeAt,
  gap,
  LEAST_PITCH,
  LEAST_SIDE,
  packed,
  parameterAt,
} from "./geometry";

const network = (...units: number[]) => [
  { id: "input", units: 2 },
  ...units.map((count, place) => ({ id: `h${place + 1}`, units: count })),
  { id: "output", units: 1 },
];

describe("arrange", () => {
  it("keeps every neuron within the picture, apart, and as large as fits", () => {
    for (const units of [1, 8, 20, 64, 256]) {
      const { columns, height } = arrange(network(units, 3), 780, 440);
      for (const { ys, side, shown } of columns) {
        expect(ys.length).toBe(shown);
        expect(side).toBeGreaterThanOrEqual(LEAST_SIDE);
        expect((ys[0] ?? 0) - side / 2).toBeGreaterThanOrEqual(0);
        expect((ys.at(-1) ?? 0) + side / 2).toBeLessThanOrEqual(height);
        ys.slice(1).forEach((y, place) => {
          expect(y - (ys[place] ?? 0)).toBeGreaterThan(side);
        });
      }
    }
  });

  it("shows the first units of a layer that is too wide", () => {
    const [, wide] = arrange(network(256), 780, 440).columns;
    expect(wide?.shown).toBeLessThan(256);
    expect(wide?.shown).toBeGreaterThan(10);
    expect(packed(8, 400).shown).toBe(8);
    expect(packed(1, 0).shown).toBe(1);
  });

  it("scrolls rather than crowds 24 layers", () => {
    const plan = arrange(network(...new Array<number>(24).fill(4)), 780, 440);
    expect(plan.pitch).toBe(LEAST_PITCH);
    expect(plan.width).toBeGreaterThan(26 * LEAST_PITCH - 1);
    expect((plan.columns.at(-1)?.x ?? 0) + LEAST_PITCH / 2).toBeLessThanOrEqual(plan.width + 1);
  });
});

describe("edges", () => {
  it("solves the curve's parameter", () => {
    for (const part of [0, 0.1, 0.37, 0.5, 0.9, 1]) {
      const t = parameterAt(part);
      expect(1.5 * t - 1.5 * t * t + t ** 3).toBeCloseTo(part, 5);
    }
    expect(ease(0.5)).toBe(0.5);
  });

  it("finds the edge under the pointer along its whole length", () => {
    const plan = arrange(network(4, 3), 780, 440);
    const [left, right] = gap(plan, 2) ?? [0, 0];
    const start = plan.columns[1]?.ys[3] ?? 0;
    const end = plan.columns[2]?.ys[0] ?? 0;
    for (const part of [0.3, 0.75]) {
      const y = start + (end - start) * ease(parameterAt(part));
      const found = edgeAt(plan, left + (right - left) * part, y, 6);
      expect(found).toEqual({ column: 2, unit: 0, input: 3 });
    }
  });

  it("finds none away from all, on a neuron, or where none is drawn", () => {
    const plan = arrange(network(4, 3), 780, 440);
    const [left, right] = gap(plan, 1) ?? [0, 0];
    expect(edgeAt(plan, (left + right) / 2, 5, 6)).toBeNull();
    expect(edgeAt(plan, plan.columns[1]?.x ?? 0, plan.columns[1]?.ys[0] ?? 0, 6)).toBeNull();
    const y = plan.columns[0]?.ys[0] ?? 0;
    expect(edgeAt(plan, left + 1, y, 6)).not.toBeNull();
    expect(edgeAt(plan, left + 1, y, 6, () => false)).toBeNull();
  });
});

describe("dropPosition", () => {
  it("puts a layer down between the two columns that the pointer is between", () => {
    const plan = arrange(network(4, 4, 4), 800, 440);
    const x = (index: number) => plan.columns[index]?.x ?? 0;
    expect(dropPosition(plan, 0)).toBe(0);
    expect(dropPosition(plan, x(1) + plan.pitch / 2)).toBe(1);
    expect(dropPosition(plan, x(2) + plan.pitch / 2 + 10)).toBe(2);
    expect(dropPosition(plan, 5000)).toBe(3);
  });
});
