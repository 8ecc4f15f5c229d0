/** Branches as they are drawn: ways, ghosts, the tree, and the slider's scale by time. */
import { expect, it } from "vitest";
import type { Branch, Branches } from "../wire/branches";
import { paintTree, placeUnder } from "./branch-tree";
import { ghostsOf, momentsTo, pathTo } from "./branches";
import { ghostTraces } from "./ghosts";
import type { Drawing } from "./surface";
import { svgOf } from "./svg";
import { clockOf, placeOf, stepAt } from "./time-axis";

type From = readonly [branch: string, step: number] | null;

const branch = (id: string, from: From, last: number, times: Record<number, number> = {}) =>
  ({
    id,
    origin: from === null ? null : { branch: from[0], step: from[1], revision: 1 },
    why: from === null ? "start" : "undo",
    made: 0,
    first_step: from === null ? 0 : from[1],
    last_step: last,
    checkpoints: Object.entries(times).map(([step, time]) => ({
      step: Number(step),
      revision: 1,
      why: "train",
      time,
    })),
    loss: null,
  }) as Branch;

const TREE: Branches = {
  present: "b4",
  branches: [
    branch("b1", null, 900, { 0: 100, 500: 110, 900: 200 }),
    branch("b2", ["b1", 500], 700),
    branch("b3", null, 40),
    branch("b4", ["b1", 600], 1000, { 600: 300, 1000: 310 }),
  ],
};

it("finds the way to a branch, each up to where the next leaves it", () => {
  const way = (id: string) => pathTo(TREE, id).map(({ branch, until }) => [branch.id, until]);
  expect(way("b4")).toEqual([
    ["b1", 600],
    ["b4", 1000],
  ]);
  expect(way("b2")).toEqual([
    ["b1", 500],
    ["b2", 700],
  ]);
  expect(way("b3")).toEqual([["b3", 40]]);
  expect(way("b9")).toEqual([]);
});

it("does not go in circles, whatever the server says", () => {
  const circle = [branch("b1", ["b2", 1], 5), branch("b2", ["b1", 1], 5)];
  expect(pathTo({ present: "b1", branches: circle }, "b1")).toHaveLength(2);
});

it("takes for ghosts what does not lead to the present, the newest first, and few of them", () => {
  expect(ghostsOf(TREE)).toEqual([
    { id: "b3", after: 0, last: 40 },
    { id: "b2", after: 500, last: 700 },
    { id: "b1", after: 600, last: 900 },
  ]);
  const many = Array.from({ length: 50 }, (_, at) => branch(`b${at + 2}`, ["b1", at], at + 9));
  const all = { present: "b1", branches: [branch("b1", null, 900), ...many] };
  expect(ghostsOf(all).length).toBeLessThanOrEqual(6);
  expect(ghostsOf({ present: "b1", branches: [branch("b1", null, 900)] })).toEqual([]);
});

it("draws of a ghost only what was left behind, with few points and no gap bridged", () => {
  const step = Array.from({ length: 5000 }, (_, at) => at);
  const curves = { step, train_loss: step.map((at) => 1 / (at + 1)), test_loss: step };
  const names = (id: string) => id;
  const [trace] = ghostTraces(
    [{ id: "b1", after: 600, last: 4999, curves }],
    "loss",
    false,
    names,
    { line: "#ccc" },
  );
  expect(trace?.x[0]).toBe(600);
  expect(trace?.x.at(-1)).toBe(4999);
  expect(trace?.x.length).toBeLessThanOrEqual(160);
  expect(trace?.y.at(-1)).toBe(1 / 5000);
  const none = [{ id: "b1", after: 6000, last: 7000, curves }];
  expect(ghostTraces(none, "loss", false, names, { line: "#ccc" })).toEqual([]);
  expect(ghostTraces(none, "rate", false, names, { line: "#ccc" })).toEqual([]);
});

it("scales the slider by the time that steps took", () => {
  const clock = clockOf(momentsTo(TREE, "b4"));
  // The state at step 900 is not on the way to the present.
  expect(clock.map(({ step }) => step)).toEqual([0, 500, 600, 1000]);
  expect(placeOf(clock, 0)).toBe(0);
  expect(placeOf(clock, 1000)).toBe(1);
  expect(placeOf(clock, 250)).toBeCloseTo(5 / 210);
  for (const step of [0, 7, 499, 500, 800, 1000])
    expect(stepAt(clock, placeOf(clock, step))).toBe(step);
  expect([placeOf([], 5), stepAt([], 0.5)]).toEqual([1, 0]);
  const same = clockOf([
    { step: 5, time: 3 },
    { step: 5, time: 4 },
    { step: 9, time: 2 },
  ]);
  expect(same).toEqual([{ step: 5, time: 3 }]);
});

it("finds the branch and step under the pointer", () => {
  const size = { width: 1020, row: 50 };
  expect(placeUnder(TREE, size, 510, 20)).toEqual({ branch: "b1", step: 500 });
  // Beyond the ends of a lane lies its nearest step.
  expect(placeUnder(TREE, size, 0, 60)).toEqual({ branch: "b2", step: 500 });
  expect(placeUnder(TREE, size, 9999, 60)).toEqual({ branch: "b2", step: 700 });
  expect(placeUnder(TREE, size, 10, 500)).toBeNull();
});

it("draws each branch, the way to the present, and what is looked at", () => {
  const inks = { ink: "#111", soft: "#666", line: "#ccc", paper: "#fff" };
  const draw = (looked: { branch: string; step: number } | null) =>
    svgOf(400, 200, "#fff", (onto: Drawing) =>
      paintTree(onto, { all: TREE, row: 50, looked }, inks, "#a0f"),
    );
  expect(draw(null)).not.toContain("#a0f");
  expect(draw({ branch: "b2", step: 600 })).toContain("#a0f");
  // Gone since: nothing is drawn in its place.
  expect(draw({ branch: "b9", step: 600 })).not.toContain("#a0f");
  expect(draw(null).match(/#111/g)?.length).toBeGreaterThanOrEqual(3);
});
