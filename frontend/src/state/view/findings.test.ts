import { describe, expect, it } from "vitest";
import type { Finding } from "../../wire/types";
import { NOTHING, settled, type Told } from "./findings";

const found = (code: string, level: 1 | 2 = 2, layer = "h1"): Finding => ({
  code,
  level,
  layer,
  detail: "",
  params: {},
  mends: [],
});

/** What is shown after each frame. */
function shown(frames: readonly (readonly Finding[])[], runs = true, revision = 1) {
  let now: Told = NOTHING;
  return frames.map((each) => {
    now = settled(now, each, revision, runs);
    return now.shown?.code ?? null;
  });
}

describe("what goes wrong", () => {
  it("is told once two frames in a row say so", () => {
    const dead = [found("dead")];
    expect(shown([dead, dead, dead])).toEqual([null, "dead", "dead"]);
    expect(shown([dead, [], dead, [], dead])).toEqual([null, null, null, null, null]);
  });

  it("is told at once while the run stands still, and gone at once", () => {
    expect(shown([[found("dead")], []], false)).toEqual(["dead", null]);
  });

  it("does not begin between its bounds, but goes on there", () => {
    const between = [found("dead", 1)];
    expect(shown([between, between, between])).toEqual([null, null, null]);
    const fires = [found("dead")];
    expect(shown([fires, fires, between, between])).toEqual([null, "dead", "dead", "dead"]);
  });

  it("is over once two frames in a row do not say so", () => {
    const dead = [found("dead")];
    expect(shown([dead, dead, [], dead, [], []])).toEqual([
      null,
      "dead",
      "dead",
      "dead",
      "dead",
      null,
    ]);
  });

  it("stays what it is while it lasts, whatever else is found", () => {
    const flat = [found("loss_flat")];
    const both = [found("dead"), found("loss_flat")];
    expect(shown([flat, flat, both, both])).toEqual([null, "loss_flat", "loss_flat", "loss_flat"]);
  });

  it("gives way to the next once it is over", () => {
    const [dead, flat] = [[found("dead")], [found("loss_flat")]];
    expect(shown([dead, dead, flat, flat, flat])).toEqual([
      null,
      "dead",
      "dead",
      null,
      "loss_flat",
    ]);
  });

  it("keeps its figures until the layer or the set-up is another", () => {
    const one = { ...found("dead"), params: { share: 60 } };
    const two = { ...found("dead"), params: { share: 70 } };
    const first = settled(NOTHING, [one], 1, false);
    expect(settled(first, [two], 1, true).shown).toBe(one);
    expect(settled(first, [two], 2, true).shown).toBe(two);
    const lower = { ...two, layer: "h2" };
    expect(settled(first, [lower], 1, true).shown).toBe(lower);
  });
});
