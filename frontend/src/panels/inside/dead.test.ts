import { describe, expect, it } from "vitest";
import { isDead } from "./dead";

describe("a dead unit", () => {
  const at = (value: number) => ({ counts: [0, 9, 0], low: value - 0.5, high: value + 0.5 });

  it("is a rectifier that is 0 at every point", () => {
    expect(isDead("relu", at(0))).toBe(true);
    expect(isDead("relu6", at(0))).toBe(true);
  });

  it("is not one that answers something, be it everywhere the same", () => {
    expect(isDead("relu", at(0.2))).toBe(false);
    expect(isDead("relu", { counts: [8, 0, 1], low: 0, high: 0.5 })).toBe(false);
  });

  it("is none of those that learn below zero too, and none of which nothing is known", () => {
    expect(isDead("tanh", at(0))).toBe(false);
    expect(isDead("leaky_relu", at(0))).toBe(false);
    expect(isDead("relu", { counts: [0, 0, 0], low: -0.5, high: 0.5 })).toBe(false);
    expect(isDead("relu", null)).toBe(false);
  });
});
