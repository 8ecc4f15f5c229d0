import { describe, expect, it } from "vitest";
import { keyName } from "../actions/key-names";
import { en } from "../i18n/en/all";
import { ko } from "../i18n/ko/all";
import { figure, grouped, percent, rough } from "../i18n/text";
import { fitted, leftPane } from "../pages/panes";
import { setRepeat, wrap } from "../spec/blocks";
import { placed } from "../spec/expand";
import { addLayer } from "../spec/network";
import { SPEC } from "../testing/sample";
import { placed as placedBeside } from "../ui/Popover";
import { ACTIVATIONS } from "../wire/catalogue";
import type { ActivationName } from "../wire/types";
import { ACTIVATION_NAMES, smallPath, valueAt } from "./activation";
import { kernelOf } from "./kernels";
import { specPosition } from "./LayerCards";
import { INITS, initNumbers, NUMBERS, OPTIONS, onCard } from "./layer-settings";
import { columnAtFault } from "./Refused";

describe("figures", () => {
  it("has three significant digits, and a dash for what is not there", () => {
    expect(figure(-1.23456)).toBe("−1.23");
    expect(figure(0.0040123)).toBe("0.00401");
    expect(figure(undefined)).toBe("–");
  });

  it("groups, rounds and shares", () => {
    expect(grouped(12480)).toBe("12,480");
    expect(rough(41_234)).toBe("41.2k");
    expect(rough(1_500_000)).toBe("1.5M");
    expect(percent(0.9512)).toBe("95.1%");
  });
});

describe("activations", () => {
  const at = (name: ActivationName, z: number) => valueAt(name, "curve", z);
  const slope = (name: ActivationName, z: number) => valueAt(name, "slope", z);

  it("equals PyTorch's functions", () => {
    expect(at("gelu", 1)).toBeCloseTo(0.8413447, 3);
    expect(at("silu", -1)).toBeCloseTo(-0.2689414, 3);
    expect(at("elu", -1)).toBeCloseTo(-0.6321206, 3);
    expect(at("softplus", 0)).toBeCloseTo(Math.LN2, 3);
    expect(at("leaky_relu", -2)).toBeCloseTo(-0.02, 6);
  });

  it("equals PyTorch's at its landmarks, and its slope does too", () => {
    expect(ACTIVATION_NAMES.toSorted()).toEqual(Object.keys(ACTIVATIONS).toSorted());
    expect(ACTIVATION_NAMES.slice(0, 3)).toEqual(["tanh", "relu", "sigmoid"]);
    expect(at("selu", -1)).toBeCloseTo(-1.1113307, 3);
    expect(at("mish", 1)).toBeCloseTo(0.8650984, 3);
    expect(at("softsign", -3)).toBe(-0.75);
    expect(at("relu6", 4)).toBe(4);
    expect([at("hard_tanh", 2), at("hard_sigmoid", 1.5)]).toEqual([1, 0.75]);
    expect(at("hard_swish", -1)).toBeCloseTo(-1 / 3, 3);
    expect(at("prelu", -2)).toBe(-0.5);
    expect(slope("sigmoid", 0)).toBeCloseTo(0.25, 3);
    expect(slope("tanh", 1)).toBeCloseTo(0.4199743, 3);
    expect(slope("sine", Math.PI)).toBeCloseTo(-1, 2);
    expect([slope("relu", -0.2), slope("relu", 0), slope("relu", 0.2)]).toEqual([0, 0.5, 1]);
  });

  it("are straight between two points, and go on as they end", () => {
    const [one, other] = [at("tanh", 0.3), at("tanh", 0.4)];
    expect(at("tanh", 0.375)).toBeCloseTo(one + 0.75 * (other - one), 10);
    expect([at("relu", 99), at("relu", -99)]).toEqual([4, 0]);
  });

  it("has a curve for each", () => {
    for (const name of ACTIVATION_NAMES) {
      expect(smallPath(name, "curve", 24, 18)).toMatch(/^M0\.0 [\d.]+(L[\d.]+ [\d.]+)+$/);
      expect(smallPath(name, "slope", 24, 18)).toMatch(/^M0\.0 [\d.]+(L[\d.]+ [\d.]+)+$/);
    }
  });
});

describe("settings of layers", () => {
  it("stop a step before what may not be reached", () => {
    expect(onCard("dropout")).toEqual({
      name: "probability",
      step: 0.05,
      min: 0,
      max: 0.95,
      whole: false,
    });
    expect(NUMBERS.batch_norm.map(({ name, step }) => [name, step])).toEqual([
      ["momentum", 0.05],
      ["epsilon", 0],
    ]);
    expect(onCard("batch_norm")).toBeUndefined();
    expect(onCard("dense")).toMatchObject({ name: "units", min: 1, max: 256, whole: true });
    expect(NUMBERS.conv2d.map(({ name }) => name)).toEqual([
      "units",
      "kernel",
      "stride",
      "padding",
      "dilation",
      "groups",
    ]);
  });

  it("offer what can be chosen, and begin as the server has it", () => {
    expect(OPTIONS.global_pool).toEqual([
      {
        name: "mode",
        options: [
          ["average", "mode.average"],
          ["max", "mode.max"],
        ],
      },
    ]);
    expect(OPTIONS.dense).toEqual([]);
    expect(INITS.xavier).toEqual({ kind: "xavier", distribution: "uniform", gain: 1 });
    expect(initNumbers("normal")).toMatchObject([{ name: "deviation", max: 100 }]);
  });
});

describe("what was refused", () => {
  const all = placed(setRepeat(wrap(addLayer(SPEC, 2), "h2"), "block1", 2).network);
  it("is told at the layer that causes it", () => {
    expect(columnAtFault("/network/layers/0/kernel", all, [])).toBe("h1");
    expect(columnAtFault("/network/layers/1/layers/0", all, [])).toBe("h2-1");
    expect(columnAtFault("/network/output", all, [])).toBe("output");
    expect(columnAtFault("/network/skips/1", all, ["h1", "h3"])).toBe("h3");
    expect(columnAtFault("/network/layers/9", all, [])).toBeNull();
    expect(columnAtFault(null, all, [])).toBe(null);
  });

  it("counts a dropped card's place by layers and not by a block's copies", () => {
    expect([0, 1, 2, 3, 4].map((drop) => specPosition(all, drop))).toEqual([0, 1, 1, 2, 3]);
  });
});

describe("kernels", () => {
  it("are found by unit and channel, within their group", () => {
    const data = Float32Array.from({ length: 16 }, (_, place) => place);
    const frame = {
      ...{ probe: "weights", key: "", step: 0, epoch: 0, revision: 1, time: 0, values: {} },
      arrays: { "conv1.weight": { shape: [4, 2, 2], data } },
    };
    const kernel = kernelOf(frame, "conv1.weight", { unit: 2, input: 3 }, 2);
    expect(kernel).toMatchObject({ rows: 1, columns: 2, first: 2 });
    expect([...(kernel?.values ?? [])]).toEqual([10, 11]);
    expect(kernelOf(frame, "conv1.weight", { unit: 0, input: 3 }, 2)).toBeNull();
    expect(kernelOf(frame, "h1.weight", { unit: 0, input: 0 }, 1)).toBeNull();
  });
});

describe("panes", () => {
  it("snap shut below half of the least and stop at the most", () => {
    expect(fitted(leftPane, 20)).toBe(0);
    expect(fitted(leftPane, leftPane.min - 10)).toBe(leftPane.min);
    expect(fitted(leftPane, 9999)).toBe(leftPane.max);
  });
});

describe("popovers", () => {
  const anchor = { left: 100, right: 140, top: 50, bottom: 80 };
  it("stand beneath their anchor, above it at the bottom, and always in the window", () => {
    expect(placedBeside(anchor, 200, 100, 800, 600)).toEqual({ left: 20, top: 86 });
    const low = { ...anchor, top: 550, bottom: 580 };
    expect(placedBeside(low, 200, 100, 800, 600).top).toBe(444);
    expect(placedBeside({ ...anchor, left: 780, right: 790 }, 200, 100, 800, 600).left).toBe(592);
  });
});

describe("keys", () => {
  it("are named by what is held with them", () => {
    const press = (key: string, held: KeyboardEventInit = {}) =>
      keyName(new KeyboardEvent("keydown", { key, ...held }));
    expect(press("Z", { ctrlKey: true, shiftKey: true })).toBe("ctrl+shift+z");
    expect(press("z", { metaKey: true })).toBe("ctrl+z");
    expect(press("?", { shiftKey: true })).toBe("?");
    expect(press(" ")).toBe(" ");
  });
});

describe("catalogues", () => {
  it("have the same holes in both languages", () => {
    const holes = (text: string) =>
      Array.from(text.matchAll(/\{(\w+)(?::[^}]*)?\}/g), ([, name]) => name).sort();
    for (const [key, text] of Object.entries(en)) {
      expect(holes(ko[key as keyof typeof ko]), key).toEqual(holes(text));
    }
  });
});
