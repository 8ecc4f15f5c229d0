import { describe, expect, it } from "vitest";
import { band, decimate } from "./decimate";

describe("decimate", () => {
  const steps = Array.from({ length: 10_000 }, (_, step) => step);

  it("leaves few points alone and bridges nothing that has no value", () => {
    expect(decimate([0, 1, 2], [3, null, 5], 500)).toEqual({ x: [0, 1, 2], y: [3, Number.NaN, 5] });
    expect(decimate([0, 1, 2], [null, 4, null], 500)).toEqual({ x: [1], y: [4] });
    expect(decimate([], [], 500)).toEqual({ x: [], y: [] });
  });

  it("keeps first, last and both extremes in at most so many points", () => {
    const values: number[] = steps.map((step) => Math.sin(step / 50));
    values[4321] = 9;
    values[7654] = -9;
    const { x, y } = decimate(steps, values, 500);
    expect(x.length).toBeLessThanOrEqual(500);
    expect([x[0], x.at(-1)]).toEqual([0, 9999]);
    expect(x[y.indexOf(9)]).toBe(4321);
    expect(x[y.indexOf(-9)]).toBe(7654);
  });

  it("invents nothing and keeps the order", () => {
    const values = steps.map((step) => (step * 7919) % 1000);
    const { x, y } = decimate(steps, values, 100);
    x.forEach((step, place) => {
      expect(y[place]).toBe(values[step]);
    });
    expect(x.toSorted((a, b) => a - b)).toEqual(x);
  });

  it("copes with steps that grow in tens", () => {
    const uneven = steps.map((step) => step ** 2);
    expect(decimate(uneven, steps, 50).x.length).toBeLessThanOrEqual(50);
  });

  it("keeps a gap however narrow it is, and both ends of the line around it", () => {
    const values: (number | null)[] = steps.map((step) => step % 7);
    values[5000] = null;
    const { x, y } = decimate(steps, values, 100);
    const gap = y.findIndex(Number.isNaN);
    expect([x[gap - 1], x[gap], x[gap + 1]].map((step) => (step ?? 0) - 5000)).toEqual(
      expect.arrayContaining([0]),
    );
    expect(y.filter(Number.isNaN)).toHaveLength(1);
  });
});

describe("band", () => {
  const steps = Array.from({ length: 4001 }, (_, at) => at * 5);

  it("has every extreme, and means over all steps", () => {
    const mid = steps.map((step) => 2 + Math.sin(step / 900));
    const low = mid.map((value, at) => value - (at === 1234 ? 9 : 0.5));
    const high = mid.map((value, at) => value + (at === 2345 ? 9 : 0.5));
    const found = band(steps, mid, low, high, 200);
    expect(found.x.length).toBeLessThanOrEqual(200);
    expect(Math.min(...found.low)).toBe(Math.min(...low));
    expect(Math.max(...found.high)).toBe(Math.max(...high));
    expect([found.x[0], found.x.at(-1)]).toEqual([expect.any(Number), 20_000]);
    const all = mid.reduce((sum, value) => sum + value, 0) / mid.length;
    const drawn = found.mid.reduce((sum, value) => sum + value, 0) / found.mid.length;
    expect(drawn).toBeCloseTo(all, 2);
  });

  it("weighs points by their steps", () => {
    expect(band([0, 1, 10], [null, 10, 1], [], [], 1).mid).toEqual([(10 + 9) / 10]);
  });

  it("is a line where least and greatest are not known, and has a gap where nothing is", () => {
    const found = band([0, 1, 2, 3], [1, null, 2, 3], [], [], 500);
    expect(found.low).toEqual([1, Number.NaN, 2, 3]);
    expect(found.high).toEqual(found.low);
  });
});
