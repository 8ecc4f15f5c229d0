import { describe, expect, it } from "vitest";
import { linear, logarithmic, towardsOne, zeroOrLogarithmic } from "./scale";

const SCALES = {
  linear: linear(0, 1, 0.01),
  logarithmic: logarithmic(1e-5, 10),
  whole: logarithmic(20, 5000, true),
  zero: zeroOrLogarithmic(1e-6, 10),
  one: towardsOne(5),
};

describe.each(Object.entries(SCALES))("%s", (_, scale) => {
  it("finds each place again from its value, and rises", () => {
    for (let place = 0; place <= scale.places; place += 1) {
      expect(Math.abs(scale.place(scale.value(place)) - place)).toBeLessThanOrEqual(1);
      if (place > 0) expect(scale.value(place)).toBeGreaterThanOrEqual(scale.value(place - 1));
    }
  });
});

it("has the values a teacher writes on the board", () => {
  expect(SCALES.logarithmic.value(SCALES.logarithmic.place(0.01))).toBe(0.01);
  expect(SCALES.logarithmic.value(SCALES.logarithmic.places)).toBe(10);
  expect(SCALES.zero.value(0)).toBe(0);
  expect(SCALES.zero.place(0)).toBe(0);
  expect(SCALES.zero.value(SCALES.zero.place(0.001))).toBe(0.001);
  expect([10, 20, 30].map(SCALES.one.value)).toEqual([0.9, 0.99, 0.999]);
  expect(SCALES.one.place(0)).toBe(0);
});
