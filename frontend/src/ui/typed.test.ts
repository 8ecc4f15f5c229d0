import { describe, expect, it } from "vitest";
import { readNumber, taken } from "./typed";

describe("a number as it is typed", () => {
  it.each([
    ["0.03", 0.03],
    ["0,03", 0.03],
    [",5", 0.5],
    [".5", 0.5],
    ["5.", 5],
    ["1,5", 1.5],
    ["-1,5", -1.5],
    ["−1.5", -1.5],
    ["–2", -2],
    ["+3", 3],
    ["1e-3", 0.001],
    ["1E−3", 0.001],
    ["1,5e-3", 0.0015],
    ["1,000.5", 1000.5],
    ["1.000,5", 1000.5],
    ["1,000,000", 1_000_000],
    ["1.000.000", 1_000_000],
    ["1 000", 1000],
    ["12 480", 12_480],
    ["12\u202f480,5", 12_480.5],
    ["1’000", 1000],
    ["１．５", 1.5],
    ["０，０３", 0.03],
    [" 7 ", 7],
    ["1,000", 1],
  ])("%s is %d", (text, value) => {
    expect(readNumber(text)).toBe(value);
  });

  it.each([
    ["1,000", 1000],
    ["12,480", 12_480],
    ["1.000", 1000],
    ["3,0", 3],
    ["2.5", 2.5],
    ["1,000,000", 1_000_000],
  ])("%s is %d in a field of whole numbers", (text, value) => {
    expect(readNumber(text, true)).toBe(value);
  });

  it.each([
    "",
    " ",
    "a",
    "1a",
    "0.0.3",
    "1,2,3",
    "1,00,000",
    "1.2,3.4",
    "--1",
    "1-2",
    "5%",
    "1/3",
    "e3",
    "NaN",
    "Infinity",
    "0x10",
    "1 2",
    ".",
  ])("%s is none", (text) => {
    expect(readNumber(text)).toBeNull();
  });
});

describe("what is taken", () => {
  const field = { min: 0, max: 100 };
  it.each([
    ["50", { value: 50, told: null }],
    ["101", { value: 100, told: "most" }],
    ["1e400", { value: 100, told: "most" }],
    ["-1", { value: 0, told: "least" }],
    ["ten", { value: null, told: "none" }],
    ["", { value: null, told: "empty" }],
  ])("%s", (text, expected) => {
    expect(taken(text, field)).toEqual(expected);
  });

  it("holds units within what a layer may have", () => {
    const units = { min: 1, max: 256, whole: true };
    const values = ["12.4", "999", "-3"].map((text) => taken(text, units).value);
    expect(values).toEqual([12, 256, 1]);
    expect(taken("much", units).value).toBeNull();
    expect(taken("0.25", { min: 0, max: 1 }).value).toBe(0.25);
  });

  it("rounds where only whole numbers are, and tells it", () => {
    expect(taken("2,5", { ...field, whole: true })).toEqual({ value: 3, told: "whole" });
    expect(taken("2,0", { ...field, whole: true })).toEqual({ value: 2, told: null });
  });
});
