import { describe, expect, it } from "vitest";
import type { Spec } from "../wire/types";
import { SPEC } from "./sample";
import {
  addLayer,
  changeData,
  MAX_LAYERS,
  moveLayer,
  parameterCount,
  removeLayer,
  setUnits,
  shapes,
  toggleFeature,
} from "./spec";

const ids = ({ network }: Spec) => network.layers.map(({ id }) => id);

describe("layers", () => {
  it("are added like their left neighbour, with an id of their own", () => {
    const more = addLayer(SPEC, 1);
    expect(ids(more)).toEqual(["h1", "h3", "h2"]);
    expect(more.network.layers[1]).toMatchObject({ units: 8, activation: "tanh" });
    expect(ids(addLayer(removeLayer(more, "h2"), 0))).toEqual(["h4", "h1", "h3"]);
  });

  it("stop at the most there may be", () => {
    let set = SPEC;
    for (let time = 0; time < 40; time += 1) set = addLayer(set, 0);
    expect(set.network.layers.length).toBe(MAX_LAYERS);
    expect(new Set(ids(set)).size).toBe(MAX_LAYERS);
  });

  it("move, and keep their ids", () => {
    const three = addLayer(SPEC, 2);
    expect(ids(moveLayer(three, 0, 2))).toEqual(["h2", "h3", "h1"]);
    expect(ids(moveLayer(three, 2, -1))).toEqual(["h3", "h1", "h2"]);
    expect(moveLayer(three, 9, 0)).toBe(three);
  });

  it("keep their units within the limits", () => {
    expect(setUnits(SPEC, "h1", 0).network.layers[0]?.units).toBe(1);
    expect(setUnits(SPEC, "h1", 9999).network.layers[0]?.units).toBe(256);
  });
});

describe("shapes", () => {
  it("count parameters as the server does", () => {
    expect(parameterCount(SPEC)).toBe(2 * 8 + 8 + (8 * 4 + 4) + (4 + 1));
    expect(shapes(SPEC).map(({ id }) => id)).toEqual(["h1", "h2", "output"]);
  });
});

describe("data", () => {
  it("takes loss, classes and features along", () => {
    const curve = changeData(SPEC, { dataset: "curve" });
    expect(curve.training.loss.kind).toBe("mse");
    expect(curve.data.features).toEqual(["x1"]);
    const three = changeData(SPEC, { classes: 3 });
    expect(three.training.loss.kind).toBe("cross_entropy");
    expect(shapes(three).at(-1)?.units).toBe(3);
    expect(changeData(three, { dataset: "xor" }).data.classes).toBe(2);
  });

  it("keeps at least one feature", () => {
    const one = toggleFeature(SPEC, "x1");
    expect(one.data.features).toEqual(["x2"]);
    expect(toggleFeature(one, "x2")).toBe(one);
  });

  it("comes back from one input with two, and from numbers with classes", () => {
    const there = changeData(SPEC, { dataset: "curve" });
    expect(there.training.loss.kind).toBe("mse");
    const back = changeData(there, { dataset: "spiral", classes: 6 });
    expect(back.data.features).toEqual(["x1", "x2"]);
    expect(back.training.loss.kind).toBe("cross_entropy");
    expect(
      changeData(changeData(SPEC, { dataset: "plane" }), { dataset: "circle" }).training.loss.kind,
    ).toBe("binary_cross_entropy");
  });

  it("leaves a loss that was chosen for classes alone", () => {
    const chosen = { ...SPEC, training: { ...SPEC.training, loss: { kind: "mse" } as const } };
    expect(changeData(chosen, { dataset: "moons" }).training.loss.kind).toBe("mse");
  });
});
