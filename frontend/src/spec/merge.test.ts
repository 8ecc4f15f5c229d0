import { describe, expect, it } from "vitest";
import { SPEC } from "../testing/sample";
import { merge } from "./merge";
import { addLayer, setUnits } from "./network";
import { changeTraining } from "./spec";

const rate = (learning_rate: number) => changeTraining(SPEC, { learning_rate });

describe("two edits of one set-up", () => {
  it("are put together where they touch different fields", () => {
    const found = merge(SPEC, rate(0.1), setUnits(SPEC, "h1", 3));
    expect(found.conflicts).toEqual([]);
    expect(found.document).toEqual(setUnits(rate(0.1), "h1", 3));
  });

  it("know a layer by its id, wherever it stands now", () => {
    const theirs = addLayer(SPEC, 0);
    const found = merge(SPEC, theirs, setUnits(SPEC, "h2", 3));
    expect(found.conflicts).toEqual([]);
    expect(found.document).toEqual(setUnits(theirs, "h2", 3));
  });

  it("keep the layers that each of them added", () => {
    const found = merge(SPEC, addLayer(SPEC, 0), addLayer(setUnits(SPEC, "h2", 3), 2));
    expect(found.document.network.layers.length).toBe(SPEC.network.layers.length + 1);
  });

  it("are in conflict in one field: theirs is in force, and both values are told", () => {
    const found = merge(SPEC, rate(0.1), rate(0.2));
    expect(found.document).toEqual(rate(0.1));
    expect(found.conflicts).toEqual([
      { pointer: "/training/learning_rate", theirs: 0.1, mine: 0.2 },
    ]);
  });

  it("can be put together the other way", () => {
    const mine = setUnits(rate(0.2), "h1", 3);
    expect(merge(SPEC, rate(0.1), mine, "mine").document).toEqual(mine);
  });

  it("are no conflict where both did the same", () => {
    expect(merge(SPEC, rate(0.2), rate(0.2))).toEqual({ document: rate(0.2), conflicts: [] });
  });

  it("tell that what one of them changed is gone", () => {
    const { layers } = SPEC.network;
    const without = { ...SPEC, network: { ...SPEC.network, layers: layers.slice(1) } };
    const found = merge(SPEC, without, setUnits(SPEC, "h1", 3));
    expect(found.document).toEqual(without);
    expect(found.conflicts.map(({ pointer, theirs }) => [pointer, theirs])).toEqual([
      ["/network/layers", undefined],
    ]);
  });
});
