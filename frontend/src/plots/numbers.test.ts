import { describe, expect, it } from "vitest";
import { count, short, significant } from "./numbers";

describe("significant", () => {
  it.each([
    [0, "0"],
    [0.031249, "0.0312"],
    [1.2345, "1.23"],
    [-12.345, "−12.3"],
    [123.45, "123"],
    [999.9, "1,000"],
    [0.9999, "1.00"],
    [12345.6, "12,346"],
    [1234567, "1.23e+6"],
    [0.0000123, "1.23e−5"],
    [Number.NaN, "–"],
    [Number.NEGATIVE_INFINITY, "−∞"],
  ])("%d is %s", (value, text) => expect(significant(value)).toBe(text));
});

it("drops zeros that say nothing", () => {
  expect([0.05, 1, -6, 100, 0.1234].map(short)).toEqual(["0.05", "1", "−6", "100", "0.123"]);
});

it("parts thousands", () => {
  expect([999, 12480, -1234567, Number.NaN].map(count)).toEqual([
    "999",
    "12,480",
    "−1,234,567",
    "–",
  ]);
});
