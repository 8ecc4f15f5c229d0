/** Branches as they are drawn: ways, ghosts, the tree, and the slider's scale by time. */
import { expect, it } from "vitest";
import type { Branch, Branches } from "../wire/branches";
import { laneOf, paintTree, placeUnder } from "./branch-tree";
import { ghostsOf, momentsTo, pathTo, withSteps } from "./branches";
import { ghostTraces } from "./ghosts";
import type { Drawing } from "./surface";
import { svgOf } from "./svg";
import { clockOf, placeOf, stepAt } from "./time-axis";

type From = readonly [branch: string, step: number] | null;

const branch = (id: string, from: From, last: number, made = 0) =>
  ({
    id,
    origin: from === null ? null : { branch: from[0], step: from[1], revision: 1 },
    why: from === null ? "start" : "undo",
    made,
    first_step: from === null ? 0 : from[1],
    last_step: last,
    checkpoints: [{ step: last, revision: 1, why: "tip" }],
  }) as Branch;

const TREE: Branches = {
  present: "b4",
  branches: [
    branch("b1", null, 900, 100),
    branch("b2", ["b1", 500], 700),
    branch("b3", null, 40),
    branch("b4", ["b1", 600], 1000, 300),
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
    { soft: "#ccc" },
  );
  expect(trace?.x[0]).toBe(600);
  expect(trace?.x.at(-1)).toBe(4999);
  expect(trace?.x.length).toBeLessThanOrEqual(160);
  expect(trace?.y.at(-1)).toBe(1 / 5000);
  const none = [{ id: "b1", after: 6000, last: 7000, curves }];
  expect(ghostTraces(none, "loss", false, names, { soft: "#ccc" })).toEqual([]);
  expect(ghostTraces(none, "rate", false, names, { soft: "#ccc" })).toEqual([]);
});

it("scales the slider by the time that steps took", () => {
  const seen = new Map([
    ["b1", [500, 900].map((step) => ({ step, time: 60 + step / 10 }))],
    ["b4", [{ step: 1000, time: 310 }]],
  ]);
  const clock = clockOf(momentsTo(TREE, "b4", seen));
  // Step 900 of the first branch is not on the way to the present.
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

it("leaves out branches that came to nothing, but for the present and those that others come from", () => {
  const idle = [
    branch("b1", null, 10),
    branch("b2", ["b1", 5], 5),
    branch("b3", ["b1", 5], 5),
    branch("b4", ["b3", 5], 9),
    branch("b5", ["b4", 9], 9),
  ];
  const left = withSteps({ present: "b5", branches: idle }).branches;
  expect(left.map(({ id }) => id)).toEqual(["b1", "b3", "b4", "b5"]);
});

it("knows on which lane a step of the way to a branch lies", () => {
  const on = (branch: string, step: number) => laneOf(TREE, { branch, step })?.branch;
  expect([on("b4", 599), on("b4", 601), on("b2", 3), on("b2", 600)]).toEqual([
    "b1",
    "b4",
    "b1",
    "b2",
  ]);
  expect(on("b9", 1)).toBeUndefined();
});
