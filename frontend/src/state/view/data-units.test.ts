import { describe, expect, it } from "vitest";
import type { Frame } from "../../wire/frames";
import { inUnit, labelUnit, PLAIN, ticksWithin, unitOf } from "./data-units";

const frame = (arrays: Frame["arrays"], values: Frame["values"] = {}): Frame => ({
  probe: "points",
  key: "points",
  step: 0,
  epoch: 0,
  revision: 1,
  time: 0,
  arrays,
  values,
});

const of = (...numbers: readonly number[]) => ({
  shape: [numbers.length],
  data: Float32Array.from(numbers),
});

describe("units", () => {
  const points = frame(
    { zero: of(5.8, 0), scale: of(0.8, 1) },
    { label_zero: 152, label_scale: 77 },
  );

  it("lead from standard deviations to the data's own numbers", () => {
    expect(inUnit(1, unitOf(0, points))).toBeCloseTo(6.6);
    expect(inUnit(0.5, unitOf(1, points))).toBe(0.5);
    expect(inUnit(-1, labelUnit(points))).toBe(75);
  });

  it("are the network's where nothing was standardized", () => {
    expect(unitOf(0, frame({}))).toBe(PLAIN);
    expect(unitOf(7, points)).toBe(PLAIN);
    expect(labelUnit(frame({}))).toBe(PLAIN);
  });
});

describe("ticks", () => {
  it.each([
    [{ zero: 5.84, scale: 0.83 }, 5],
    [{ zero: 1_000_000, scale: 3 }, 5],
    [{ zero: -0.0004, scale: 0.00002 }, 7],
    [{ zero: 120, scale: 35 }, 7],
  ])("are few round numbers within the picture: %j", (unit, most) => {
    const ticks = ticksWithin(3.5, unit, most);
    expect(ticks.length).toBeGreaterThanOrEqual(2);
    expect(ticks.length).toBeLessThanOrEqual(most + 1);
    for (const { at, value } of ticks) {
      expect(Math.abs(at)).toBeLessThanOrEqual(3.5 + 1e-9);
      expect(inUnit(at, unit)).toBeCloseTo(value, 9);
      expect(String(value).length).toBeLessThan(10);
    }
  });

  it("are none where a column does not spread", () => {
    expect(ticksWithin(3.5, { zero: 1, scale: 0 }, 5)).toEqual([]);
    expect(ticksWithin(3.5, { zero: Number.NaN, scale: 1 }, 5)).toEqual([]);
  });
});
