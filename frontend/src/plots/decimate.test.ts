import { describe, expect, it } from "vitest";
import { decimate } from "./decimate";

describe("decimate", () => {
  const steps = Array.from({ length: 10_000 }, (_, step) => step);

  it("leaves few points alone and drops what has no value", () => {
    expect(decimate([0, 1, 2], [3, null, 5], 500)).toEqual({ x: [0, 2], y: [3, 5] });
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
});
