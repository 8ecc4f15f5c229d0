import { computed, signal } from "@preact/signals";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Frame } from "../../wire/frames";
import { appendCurves, clearCurves, curveLength, curves } from "./curves";
import { forget, type IsShown, isHere, latest, onDrawn, paint, receive, showIf } from "./frames";
import { otherSteps, stragglers } from "./steps";

const since = signal(0);
showIf(
  computed((): IsShown => {
    const first = since.value;
    return (_, revision) => revision >= first;
  }),
);

const frame = (key: string, step: number, revision = 1): Frame => ({
  probe: key,
  key,
  step,
  epoch: 0,
  revision,
  time: 0,
  arrays: {},
  values: {},
});

let drain: FrameRequestCallback[] = [];
const tick = () => {
  const now = drain;
  drain = [];
  for (const each of now) each(0);
};

describe("frames", () => {
  beforeEach(() => {
    tick();
    forget();
    since.value = 0;
    drain = [];
    vi.stubGlobal("requestAnimationFrame", (draw: FrameRequestCallback) => drain.push(draw));
  });

  it("draws only the newest of a key, once an animation frame", () => {
    const seen: number[] = [];
    const stop = paint("weights", (now) => seen.push(now?.step ?? -1));
    receive({ frame: 1, frames: [frame("weights", 1)] });
    receive({ frame: 2, frames: [frame("weights", 2), frame("metrics", 2)] });
    expect(drain.length).toBe(1);
    tick();
    expect(seen).toEqual([2]);
    tick();
    expect(seen).toEqual([2]);
    expect(latest("metrics")?.step).toBe(2);
    stop();
    receive({ frame: 3, frames: [frame("weights", 3)] });
    tick();
    expect(seen).toEqual([2]);
  });

  it("says of which step a picture is that a slow machine makes seldom, until all are of one", () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    const at = (key: string, step: number, time: number) => ({ ...frame(key, step), time });
    receive({ frame: 1, frames: [at("metrics", 100, 10), at("boundary", 100, 10.1)] });
    expect(otherSteps.value.size).toBe(0);
    const said: (number | undefined)[] = [];
    for (let second = 11; second < 14; second += 1) {
      // The readouts come thirty times a second, the boundary once.
      for (let part = 0; part < 30; part += 1) {
        receive({
          frame: 2,
          frames: [at("metrics", second * 900 + part * 30, second + part / 30)],
        });
        vi.advanceTimersByTime(33);
        said.push(otherSteps.value.get("boundary"));
      }
      receive({ frame: 3, frames: [at("boundary", second * 900 + 870, second + 1)] });
    }
    expect(said.slice(0, 2)).toEqual([100, 100]);
    expect(said.slice(31, 59)).toEqual(Array(28).fill(11 * 900 + 870));
    expect(said).not.toContain(undefined);
    expect(otherSteps.value.has("metrics")).toBe(false);
    vi.advanceTimersByTime(2100);
    expect(otherSteps.value.size).toBe(0);
    vi.useRealTimers();
  });

  it("says nothing where pictures are of one step or nearly, however old", () => {
    const at = (key: string, step: number, time: number) => ({ ...frame(key, step), time });
    expect(stragglers([at("metrics", 1000, 50), at("boundary", 1000, 10)])).toEqual([]);
    expect(stragglers([at("metrics", 1000, 50), at("boundary", 985, 10)])).toEqual([]);
    expect(stragglers([at("metrics", 1000, 50), at("boundary", 500, 49.9)])).toEqual([]);
    expect(stragglers([at("metrics", 1000, 50), at("boundary", 500, 49)])).toEqual(["boundary"]);
    // Gone back to an earlier step, the later picture is the other one.
    expect(stragglers([at("metrics", 10, 50), at("boundary", 500, 49)])).toEqual(["boundary"]);
    expect(stragglers([at("metrics", 1000, 50), at("points", 0, 1)])).toEqual([]);
    expect(stragglers([])).toEqual([]);
  });

  it("acknowledges every bundle once, the last when it is drawn", () => {
    const drawn: number[] = [];
    onDrawn((number) => drawn.push(number));
    receive({ frame: 7, frames: [] });
    receive({ frame: 8, frames: [] });
    expect(drawn).toEqual([7]);
    tick();
    expect(drawn).toEqual([7, 8]);
  });

  it("hands a late painter what is there", () => {
    receive({ frame: 1, frames: [frame("points", 4)] });
    const seen = vi.fn();
    paint("points", seen)();
    expect(seen).toHaveBeenCalledOnce();
  });
});

describe("frames of data that are no longer looked at", () => {
  beforeEach(() => {
    tick();
    vi.stubGlobal("requestAnimationFrame", (draw: FrameRequestCallback) => drain.push(draw));
    forget();
    since.value = 0;
  });

  it("are gone at once, and those that still come are not drawn", () => {
    const seen: (number | undefined)[] = [];
    const acknowledged: number[] = [];
    onDrawn((number) => acknowledged.push(number));
    const stop = paint("boundary", (now) => seen.push(now?.step));
    receive({ frame: 1, frames: [frame("boundary", 9, 3)] });
    tick();
    expect(isHere("boundary")).toBe(true);
    since.value = 4;
    expect(seen).toEqual([9, undefined]);
    expect(latest("boundary")).toBeUndefined();
    expect(isHere("boundary")).toBe(false);
    receive({ frame: 2, frames: [frame("boundary", 10, 3)] });
    tick();
    expect(seen).toEqual([9, undefined]);
    // The server sends no more than the page says it has taken.
    expect(acknowledged).toEqual([1, 2]);
    receive({ frame: 3, frames: [frame("boundary", 0, 4)] });
    tick();
    expect(seen).toEqual([9, undefined, 0]);
    expect(isHere("boundary")).toBe(true);
    stop();
  });

  it("are there again when the other data are given up", () => {
    receive({ frame: 1, frames: [frame("boundary", 9, 3)] });
    tick();
    since.value = 4;
    const seen: (number | undefined)[] = [];
    const stop = paint("boundary", (now) => seen.push(now?.step));
    expect(seen).toEqual([]);
    since.value = 2;
    expect(seen).toEqual([9]);
    stop();
  });
});

describe("curves", () => {
  beforeEach(clearCurves);

  it("appends columns of one length, with null where one was missing", () => {
    appendCurves({
      type: "curves",
      keep_until: null,
      columns: { step: [0, 1], train_loss: [2, 1] },
    });
    appendCurves({
      type: "curves",
      keep_until: null,
      columns: { step: [2], "gradient:h1": [0.5] },
    });
    expect(curveLength()).toBe(3);
    expect(curves()).toEqual({
      step: [0, 1, 2],
      train_loss: [2, 1, null],
      "gradient:h1": [null, null, 0.5],
    });
  });

  it("drops what is no longer true before it appends", () => {
    appendCurves({
      type: "curves",
      keep_until: null,
      columns: { step: [0, 1, 2], train_loss: [3, 2, 1] },
    });
    appendCurves({ type: "curves", keep_until: 1, columns: { step: [2], train_loss: [1.5] } });
    expect(curves()).toEqual({ step: [0, 1, 2], train_loss: [3, 2, 1.5] });
    appendCurves({ type: "curves", keep_until: -1, columns: {} });
    expect(curveLength()).toBe(0);
  });
});
