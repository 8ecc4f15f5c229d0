import { describe, expect, it } from "vitest";
import { fixed, request } from "../state/sync/requests";
import { SPEC } from "../testing/sample";
import type { Spec } from "../wire/types";
import { setBlockSkip, setRepeat, takeIn, ungroup, wrap } from "./blocks";
import { placed } from "./expand";
import { freezeLayer, freezeUnit, freezeWeight, frozenWeights, isUnitFrozen } from "./freezing";
import { MAX_LAYERS, takes } from "./layer-kinds";
import {
  addInner,
  addLayer,
  changeLayer,
  layerOf,
  movedLayer,
  moveLayer,
  removeLayer,
  setUnits,
} from "./network";
import { inputShape, parameterCount, shapesOf } from "./shapes";
import { addSkip, arcs, changeSkip, removeSkip, targets } from "./skips";

const ids = ({ network }: Spec) => network.layers.map(({ id }) => id);
const expanded = ({ network }: Spec) => placed(network).map(({ id }) => id);
const three = addLayer(SPEC, 2);

describe("layers", () => {
  it("are added like their left neighbor, with an id of their own", () => {
    const more = addLayer(SPEC, 1);
    expect(ids(more)).toEqual(["h1", "h3", "h2"]);
    expect(more.network.layers[1]).toMatchObject({ units: 8, activation: "tanh" });
    expect(ids(addLayer(removeLayer(more, "h2"), 0))).toEqual(["h4", "h1", "h3"]);
  });

  it("of every kind begin with what their place suggests", () => {
    const set = addLayer(addLayer(SPEC, 0, "conv2d", [1, 8, 8]), 1, "group_norm", [8, 8, 8]);
    expect(set.network.layers[0]).toMatchObject({ kind: "conv2d", id: "conv1", padding: 1 });
    expect(set.network.layers[1]).toMatchObject({ kind: "group_norm", groups: 2 });
    expect(addLayer(SPEC, 0, "group_norm", [3]).network.layers[0]).toMatchObject({ groups: 1 });
    const block = addLayer(SPEC, 1, "block", [8]).network.layers[1];
    expect(block).toMatchObject({ kind: "block", skip: "add", layers: [{ units: 8 }] });
  });

  it("stop at the most there may be", () => {
    let set = SPEC;
    for (let time = 0; time < 40; time += 1) set = addLayer(set, 0);
    expect(set.network.layers.length).toBe(MAX_LAYERS);
    expect(new Set(ids(set)).size).toBe(MAX_LAYERS);
  });

  it("move, and keep their ids", () => {
    expect(ids(moveLayer(three, 0, 2))).toEqual(["h2", "h3", "h1"]);
    expect(ids(moveLayer(three, 2, -1))).toEqual(["h3", "h1", "h2"]);
    expect(moveLayer(three, 9, 0)).toBe(three);
  });

  it("keep their units within the limits", () => {
    expect(layerOf(setUnits(SPEC, "h1", 0), "h1")).toMatchObject({ units: 1 });
    expect(layerOf(setUnits(SPEC, "h1", 9999), "h1")).toMatchObject({ units: 256 });
    expect(changeLayer(SPEC, "output", { activation: "tanh" }).network.output.activation).toBe(
      "tanh",
    );
  });

  it("know what they take", () => {
    expect(takes("conv2d", [1, 8, 8])).toBe(true);
    expect(takes("conv2d", [8])).toBe(false);
    expect(takes("dense", [4, 2, 2])).toBe(false);
    expect(takes("flatten", [4])).toBe(false);
    expect(takes("max_pool", [])).toBe(true);
  });
});

describe("skips", () => {
  it("lead to later layers, but not to the next one, and once each", () => {
    expect(targets(three, "input")).toEqual(["h2", "h3", "output"]);
    expect(targets(three, "h2")).toEqual(["output"]);
    const set = addSkip(three, "h1", "h3");
    expect(set.network.skips).toEqual([{ source: "h1", target: "h3", mode: "add" }]);
    expect(addSkip(set, "h1", "h3")).toBe(set);
    expect(addSkip(set, "h1", "h2")).toBe(set);
    expect(changeSkip(set, 0, "concat").network.skips[0]?.mode).toBe("concat");
    expect(removeSkip(set, 0).network.skips).toEqual([]);
  });

  it("go with a layer that is removed, and when a move turns them back", () => {
    const set = addSkip(addSkip(three, "h1", "h3"), "h1", "output");
    expect(removeLayer(set, "h3").network.skips.map(({ target }) => target)).toEqual(["output"]);
    const moved = movedLayer(set, 0, 2);
    expect(moved.dropped).toBe(1);
    expect(moved.spec.network.skips.map(({ target }) => target)).toEqual(["output"]);
    expect(movedLayer(set, 1, 0).dropped).toBe(0);
  });
});

describe("blocks", () => {
  const wrapped = wrap(three, "h2");
  it("wrap a layer, and are written out as the server does", () => {
    expect(ids(wrapped)).toEqual(["h1", "block1", "h3"]);
    expect(expanded(wrapped)).toEqual(["h1", "h2-1", "h2-2", "h3", "output"]);
    expect(expanded(setRepeat(wrapped, "block1", 3)).length).toBe(6);
    const pointers = placed(wrapped.network).map(({ pointer }) => pointer);
    expect(pointers[1]).toBe("/network/layers/1/layers/0");
    expect(pointers[2]).toBe(pointers[1]);
  });

  it("change all copies at once", () => {
    const set = setUnits(wrapped, "h2", 5);
    expect(placed(set.network).slice(1, 3)).toMatchObject([
      { layer: { units: 5 } },
      { layer: { units: 5 } },
    ]);
  });

  it("lead each repetition's input around it", () => {
    const around = arcs(setBlockSkip(wrapped, "block1", "add").network);
    expect(around.map(({ source, target }) => [source, target])).toEqual([
      ["h1", "h2-2"],
      ["h2-1", "h3"],
    ]);
  });

  it("keep the skips that led to and from what they wrap", () => {
    const set = wrap(addSkip(three, "input", "h2"), "h2");
    expect(arcs(set.network)).toMatchObject([{ source: "input", target: "h2-1" }]);
    const [, block] = set.network.layers;
    expect(set.network.skips[0]?.target).toBe(block?.id);
  });

  it("come apart into layers that keep their names, and skips", () => {
    const set = ungroup(setBlockSkip(wrapped, "block1", "concat"), "block1");
    expect(ids(set)).toEqual(["h1", "h2-1", "h2-2", "h3"]);
    expect(set.network.skips).toEqual([
      { source: "h1", target: "h2-2", mode: "concat" },
      { source: "h2-1", target: "h3", mode: "concat" },
    ]);
  });

  it("take in what follows, and what is added within", () => {
    expect(expanded(takeIn(wrapped, "block1"))).toEqual([
      "h1",
      "h2-1",
      "h3-1",
      "h2-2",
      "h3-2",
      "output",
    ]);
    expect(expanded(addInner(wrapped, 1, 1, "dropout"))).toEqual([
      "h1",
      "h2-1",
      "drop1-1",
      "h2-2",
      "drop1-2",
      "h3",
      "output",
    ]);
    expect(ids(removeLayer(wrapped, "h2"))).toEqual(["h1", "h3"]);
  });
});

describe("freezing", () => {
  it("is switched on and off, for a layer, a unit and a weight", () => {
    expect(layerOf(freezeLayer(SPEC, "h1"), "h1")).toMatchObject({ frozen: true });
    const units = freezeUnit(freezeUnit(SPEC, "h1", 5), "h1", 2);
    expect(layerOf(units, "h1")).toMatchObject({ frozen_units: [2, 5] });
    expect(isUnitFrozen(freezeUnit(units, "h1", 5), "h1", 5)).toBe(false);
    const weights = freezeWeight(freezeWeight(SPEC, "output", 0, 3), "output", 0, -1);
    expect(frozenWeights(weights, "output")).toEqual([
      [0, 3],
      [0, -1],
    ]);
    expect(frozenWeights(freezeWeight(weights, "output", 0, 3), "output")).toEqual([[0, -1]]);
  });
});

describe("shapes", () => {
  it("count parameters of dense nets as the server does", () => {
    const { layers, stale } = shapesOf(SPEC, null);
    expect(parameterCount(layers)).toBe(2 * 8 + 8 + (8 * 4 + 4) + (4 + 1));
    expect(layers.map(({ id }) => id)).toEqual(["h1", "h2", "output"]);
    expect(stale).toBe(false);
  });

  it("are the server's once it has told them, and guesses until then", () => {
    const conv = addLayer(SPEC, 0, "conv1d", [2]);
    expect(shapesOf(conv, null).stale).toBe(true);
    const told = { spec: conv, shapes: shapesOf(conv, null).layers };
    expect(shapesOf(structuredClone(conv), told)).toEqual({ layers: told.shapes, stale: false });
    expect(shapesOf(setUnits(conv, "conv1", 3), told).layers[0]?.outputs[0]).toBe(3);
  });

  it("know what the network is given", () => {
    const digits = { ...SPEC, data: { ...SPEC.data, dataset: "digits" as const } };
    expect(inputShape(digits)).toEqual([1, 8, 8]);
    expect(inputShape(SPEC)).toEqual([2]);
  });
});

describe("requests", () => {
  it("send a change of a field as that, and a change of the order whole", () => {
    expect(request(SPEC, setUnits(SPEC, "h1", 9))).toEqual([
      { op: "replace", path: "/network/layers/0/units", value: 9 },
    ]);
    const more = addLayer(SPEC, 0);
    expect(request(SPEC, more)).toEqual([
      { op: "replace", path: "/network/layers", value: more.network.layers },
    ]);
  });

  it("send what was refused and then its mend", () => {
    const refused = request(SPEC, setUnits(SPEC, "h1", 9));
    const patch = [{ op: "replace", path: "/network/layers/0/units", value: 8 }];
    expect(fixed(refused, { code: "units", patch, params: {}, fresh: [] })).toEqual([
      ...refused,
      ...patch,
    ]);
  });
});
