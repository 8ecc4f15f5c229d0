import { describe, expect, it } from "vitest";
import { keyName } from "../actions/key-names";
import { en, ko } from "../i18n";
import { figure, grouped, percent, rough } from "../i18n/text";
import { fitted, leftPane } from "../pages/panes";
import { setRepeat, wrap } from "../spec/blocks";
import { placed } from "../spec/expand";
import { addLayer } from "../spec/network";
import { SPEC } from "../testing/sample";
import { typed } from "../ui/controls";
import { placed as placedBeside } from "../ui/Popover";
import { ACTIVATION_NAMES, ACTIVATIONS, curvePath, slope } from "./activation";
import { kernelOf } from "./kernels";
import { specPosition } from "./LayerCards";
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
    expect(percent(0.9512)).toBe("95.1 %");
  });
});

describe("activations", () => {
  it("equals PyTorch's functions", () => {
    const at = (name: keyof typeof ACTIVATIONS, z: number) => ACTIVATIONS[name](z);
    expect(at("gelu", 1)).toBeCloseTo(0.8413447, 5);
    expect(at("silu", -1)).toBeCloseTo(-0.2689414, 6);
    expect(at("elu", -1)).toBeCloseTo(-0.6321206, 6);
    expect(at("softplus", 0)).toBeCloseTo(Math.LN2, 6);
    expect(at("leaky_relu", -2)).toBeCloseTo(-0.02, 6);
  });

  it("has a curve and a name in both languages for each", () => {
    for (const name of ACTIVATION_NAMES) {
      expect(curvePath(name, 24, 18)).toMatch(/^M0\.0 [\d.]+(L[\d.]+ [\d.]+)+$/);
      expect(en[`activation.${name}`]).toBeTruthy();
      expect(ko[`activation.${name}`]).toBeTruthy();
    }
  });
});

describe("every activation", () => {
  it("equals PyTorch's at its landmarks, and its slope does too", () => {
    expect(ACTIVATION_NAMES.length).toBe(18);
    const at = (name: keyof typeof ACTIVATIONS, z: number) => ACTIVATIONS[name](z);
    expect(at("selu", -1)).toBeCloseTo(-1.1113307, 6);
    expect(at("mish", 1)).toBeCloseTo(0.8650984, 6);
    expect(at("softsign", -3)).toBe(-0.75);
    expect(at("relu6", 9)).toBe(6);
    expect([at("hard_tanh", 2), at("hard_sigmoid", 1.5)]).toEqual([1, 0.75]);
    expect(at("hard_swish", -1)).toBeCloseTo(-1 / 3, 12);
    expect(at("prelu", -2)).toBe(-0.5);
    expect(slope("sigmoid", 0)).toBeCloseTo(0.25, 6);
    expect(slope("tanh", 1)).toBeCloseTo(0.4199743, 6);
    expect(slope("sine", Math.PI)).toBeCloseTo(-1, 6);
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

describe("numbers typed", () => {
  it("are held within their limits, and none is no number", () => {
    const units = { min: 1, max: 256, whole: true };
    expect([typed("12.4", units), typed("999", units), typed("-3", units)]).toEqual([12, 256, 1]);
    expect(typed("much", units)).toBeNull();
    expect(typed("0.25", { min: 0, max: 1 })).toBe(0.25);
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
    const holes = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
    for (const [key, text] of Object.entries(en)) {
      expect(holes(ko[key as keyof typeof ko]), key).toEqual(holes(text));
    }
  });
});
