import { describe, expect, it } from "vitest";
import { en, ko } from "../i18n";
import { ACTIVATION_NAMES, ACTIVATIONS, curvePath } from "./activation";
import { keyName } from "./keys";
import { placed } from "./Popover";
import { fitted, leftPane } from "./panes";
import { figure, grouped, percent, rough } from "./text";

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

describe("panes", () => {
  it("snap shut below half of the least and stop at the most", () => {
    expect(fitted(leftPane, 20)).toBe(0);
    expect(fitted(leftPane, leftPane.least - 10)).toBe(leftPane.least);
    expect(fitted(leftPane, 9999)).toBe(leftPane.most);
  });
});

describe("popovers", () => {
  const anchor = { left: 100, right: 140, top: 50, bottom: 80 };
  it("stand beneath their anchor, above it at the bottom, and always in the window", () => {
    expect(placed(anchor, 200, 100, 800, 600)).toEqual({ left: 20, top: 86 });
    const low = { ...anchor, top: 550, bottom: 580 };
    expect(placed(low, 200, 100, 800, 600).top).toBe(444);
    expect(placed({ ...anchor, left: 780, right: 790 }, 200, 100, 800, 600).left).toBe(592);
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
