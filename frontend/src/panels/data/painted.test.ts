import { beforeEach, describe, expect, it } from "vitest";
import { type Painted, paintedOf } from "../../spec/datasets";
import { clearJournal } from "../../state/sync/journal";
import { spec, wanted } from "../../state/sync/session";
import { SPEC } from "../../testing/sample";
import { markedAt } from "./FormulaField";
import { areInUse, newStroke, paintPoints, points, undoStroke, usePainted } from "./painted";

const ONE: readonly Painted[] = [
  [0, 0, 0],
  [1, 0, 0],
];
const TWO: readonly Painted[] = [...ONE, [2, 2, 1]];
const dataset = () => spec.value?.data.dataset;
const sent = () => (spec.value === null ? [] : paintedOf(spec.value.data));

describe("painted points", () => {
  beforeEach(() => {
    wanted.value = SPEC;
    clearJournal();
    paintPoints(newStroke(), []);
  });

  it("train as soon as there are two classes", () => {
    paintPoints(newStroke(), ONE);
    expect([dataset(), areInUse.value]).toEqual(["spiral", false]);
    expect(points.value).toEqual(ONE);
    paintPoints(newStroke(), TWO);
    expect([dataset(), areInUse.value]).toEqual(["painted", true]);
    expect(spec.value?.data.classes).toBe(2);
  });

  it("go back stroke by stroke, and to the data set before", () => {
    paintPoints(newStroke(), ONE);
    paintPoints(newStroke(), TWO);
    undoStroke();
    expect([dataset(), points.value]).toEqual(["spiral", ONE]);
    undoStroke();
    expect(points.value).toEqual([]);
  });

  it("wait while they are of one class, and those in use stay", () => {
    paintPoints(newStroke(), TWO);
    const stroke = newStroke();
    paintPoints(stroke, []);
    expect(points.value).toEqual([]);
    expect([sent(), areInUse.value]).toEqual([TWO, false]);
    const next = newStroke();
    paintPoints(next, ONE.slice(0, 1));
    paintPoints(next, ONE);
    undoStroke();
    expect(points.value).toEqual([]);
    undoStroke();
    expect([points.value, areInUse.value]).toEqual([TWO, true]);
  });

  it("take the place of those in use once they can train", () => {
    paintPoints(newStroke(), TWO);
    paintPoints(newStroke(), []);
    const others: readonly Painted[] = [
      [3, 3, 0],
      [4, 4, 2],
    ];
    paintPoints(newStroke(), others);
    expect([sent(), areInUse.value, spec.value?.data.classes]).toEqual([others, true, 3]);
  });

  it("are used again after another data set, if they can train", () => {
    expect(usePainted()).toBe(false);
    paintPoints(newStroke(), TWO);
    wanted.value = { ...SPEC, data: { ...SPEC.data, painted: spec.value?.data.painted ?? [] } };
    expect(usePainted()).toBe(true);
    expect(dataset()).toBe("painted");
  });
});

it("marks where a formula goes wrong", () => {
  expect(markedAt("sin(x1) + foo", 11)).toEqual(["sin(x1) + ", "f", "oo"]);
  expect(markedAt("sin(", 5)).toEqual(["sin(", " ", ""]);
  expect(markedAt("𝑥 + 1", 1)).toEqual(["", "𝑥", " + 1"]);
});
