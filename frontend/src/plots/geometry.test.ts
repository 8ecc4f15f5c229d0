import { describe, expect, it } from "vitest";
import {
  arrange,
  dropPosition,
  ease,
  edgeAt,
  endsOf,
  gap,
  MAX_SHOWN,
  MIN_PITCH,
  MIN_SIDE,
  packed,
  parameterAt,
} from "./geometry";

const NOWHERE = { left: 0, right: 0, start: 0, end: 0 };

const network = (...units: number[]) => [
  { id: "input", units: 2 },
  ...units.map((count, place) => ({ id: `h${place + 1}`, units: count })),
  { id: "output", units: 1 },
];

describe("arrange", () => {
  it("keeps every neuron within the picture, apart, and as large as fits", () => {
    for (const units of [1, 8, 20, 64, 256]) {
      const { columns, height, pitch } = arrange(network(units, 3), 780, 440);
      for (const { x, xs, ys, side, shown } of columns) {
        expect([xs.length, ys.length]).toEqual([shown, shown]);
        expect(side).toBeGreaterThanOrEqual(MIN_SIDE);
        expect(Math.min(...ys) - side / 2).toBeGreaterThanOrEqual(0);
        expect(Math.max(...ys) + side / 2).toBeLessThanOrEqual(height);
        expect(Math.max(...xs.map((each) => Math.abs(each - x))) + side / 2).toBeLessThan(
          pitch / 2,
        );
        ys.forEach((y, unit) => {
          for (let other = unit + 1; other < shown; other += 1) {
            const apart = Math.max(
              Math.abs(y - (ys[other] ?? 0)),
              Math.abs((xs[unit] ?? 0) - (xs[other] ?? 0)),
            );
            expect(apart).toBeGreaterThan(side);
          }
        });
      }
    }
  });

  it("shows the first units of a layer that is too wide", () => {
    const [, wide] = arrange(network(256), 780, 440).columns;
    expect(wide?.shown).toBe(MAX_SHOWN);
    expect(arrange(network(256), 780, 200).columns[1]?.shown).toBeLessThan(MAX_SHOWN);
    expect(packed(8, 400)).toMatchObject({ shown: 8, across: 1 });
    expect(packed(1, 0).shown).toBe(1);
  });

  it("keeps a layer in one file while its units fit, and sets more side by side", () => {
    expect(arrange(network(20), 780, 440).columns[1]?.across).toBe(1);
    expect(arrange(network(40), 780, 440).columns[1]?.across).toBeGreaterThan(1);
  });

  it("gives pictures the files that make them largest, and the input's one much room", () => {
    const maps = [
      { id: "input", units: 1, pictures: true },
      { id: "conv1", units: 16, pictures: true },
      { id: "output", units: 10 },
    ];
    const [picture, conv] = arrange(maps, 600, 300).columns;
    const [, plain] = arrange(
      maps.map(({ pictures: _, ...size }) => size),
      600,
      300,
    ).columns;
    expect(conv?.side).toBeGreaterThan(plain?.side ?? 0);
    expect(picture?.side).toBeGreaterThan(2 * (conv?.side ?? 0));
  });

  it("leaves room above for arcs and beneath for blocks", () => {
    const [plain, both] = [
      arrange(network(8), 780, 440),
      arrange(network(8), 780, 440, { arcs: 40, foot: 30 }),
    ];
    expect((both.columns[1]?.ys[0] ?? 0) - (plain.columns[1]?.ys[0] ?? 0)).toBeGreaterThan(30);
    expect(Math.max(...(both.columns[1]?.ys ?? []))).toBeLessThan(440 - 30);
  });

  it("scrolls rather than crowds 24 layers", () => {
    const plan = arrange(network(...new Array<number>(24).fill(4)), 780, 440);
    expect(plan.pitch).toBe(MIN_PITCH);
    expect(plan.width).toBeGreaterThan(26 * MIN_PITCH - 1);
    expect((plan.columns.at(-1)?.x ?? 0) + MIN_PITCH / 2).toBeLessThanOrEqual(plan.width + 1);
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

  it("finds the edge of a neuron that stands behind another", () => {
    const plan = arrange(network(40, 3), 780, 440);
    const edge = { column: 2, unit: 1, input: 21 };
    const { left, right, start, end } = endsOf(plan, edge) ?? NOWHERE;
    const x = right - 6;
    const t = parameterAt((x - left) / (right - left));
    expect(
      edgeAt(plan, x, start + (end - start) * ease(t), 6, ({ input }) => input === 21),
    ).toEqual(edge);
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
