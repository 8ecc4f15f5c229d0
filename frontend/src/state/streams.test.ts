import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Frame } from "../wire/frames";
import { appendCurves, clearCurves, curveLength, curves } from "./curves";
import { forget, latest, onDrawn, paint, receive } from "./frames";

const frame = (key: string, step: number): Frame => ({
  probe: key,
  key,
  step,
  epoch: 0,
  revision: 1,
  time: 0,
  arrays: {},
  values: {},
});

describe("frames", () => {
  let drain: FrameRequestCallback[] = [];
  const tick = () => {
    const now = drain;
    drain = [];
    for (const each of now) each(0);
  };

  beforeEach(() => {
    tick();
    forget();
    drain = [];
    vi.stubGlobal("requestAnimationFrame", (draw: FrameRequestCallback) => drain.push(draw));
  });

  it("draws only the newest of a key, once an animation frame", () => {
    const seen: number[] = [];
    const stop = paint("weights", ({ step }) => seen.push(step));
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
