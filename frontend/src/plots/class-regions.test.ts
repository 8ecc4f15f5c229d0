import { describe, expect, it } from "vitest";
import { borders, paintRegions, regionsOf } from "./class-regions";
import type { Inks } from "./inks";
import type { Drawing } from "./surface";

/** A map of classes, a letter a cell. */
function map(...rows: readonly string[]) {
  const data = Uint8Array.from(rows.join(""), (sign) => sign.charCodeAt(0) - 97);
  return { shape: [rows.length, rows[0]?.length ?? 0], data };
}

describe("the regions of a map", () => {
  it("are named where they are broadest", () => {
    const [a, b] = regionsOf(map("aaaabb", "aaaabb", "aaaabb", "abbbbb"), []);
    expect(a).toEqual({ label: 0, x: 1.5 / 6, y: 1.5 / 4, reach: 2 / 6 });
    expect(b?.label).toBe(1);
    expect(b?.reach).toBe(1 / 6);
  });

  it("are each named once, the largest piece of several, and those that are not there not at all", () => {
    const found = regionsOf(map("acccc", "ccccc", "ccccc", "ccccc", "cccca"), []);
    expect(found.map(({ label }) => label)).toEqual([0, 2]);
  });

  it("keep their name's place while it is nearly as good as the best", () => {
    const before = [{ label: 0, x: 2.5 / 8, y: 1.5 / 3, reach: 1 }];
    const still = regionsOf(map("aaaaaaaa", "aaaaaaaa", "aaaaaaaa"), before);
    expect(still[0]?.x).toBe(2.5 / 8);
    const moved = regionsOf(map("bbbbaaaa", "bbbbaaaa", "bbbbaaaa"), before);
    expect(moved.find(({ label }) => label === 0)?.x).toBeGreaterThan(0.5);
  });
});

describe("the names of regions", () => {
  /** The plates beneath the names, in a picture of that width. */
  function plates(width: number) {
    const painted: { left: number; top: number; wide: number; high: number }[] = [];
    const context = {
      ...Object.fromEntries(
        [
          "beginPath",
          "moveTo",
          "lineTo",
          "stroke",
          "fill",
          "arc",
          "closePath",
          "fillText",
          "rect",
        ].map((name) => [name, () => undefined]),
      ),
      measureText: (text: string) => ({ width: 6 * text.length }),
      fillRect: (left: number, top: number, wide: number, high: number) =>
        painted.push({ left, top, wide, high }),
    };
    const onto = { context, width, height: width } as unknown as Drawing;
    const inks = { small: 11, font: "sans-serif", paper: "#fff", ink: "#000" } as Inks;
    const regions = Array.from({ length: 9 }, (_, label) => ({
      label,
      x: (label % 3) / 3 + 1 / 6,
      y: Math.floor(label / 3) / 3 + 1 / 6,
      reach: (10 - label) / 60,
    }));
    const names = regions.map(({ label }) => `kind number ${label}`);
    paintRegions(onto, map("a"), regions, names, "light", inks);
    return painted.filter(({ high }) => Math.abs(high - 1.4 * 11) < 0.01);
  }

  it.each([60, 150, 200, 300, 900])("do not lie on each other in %d pixels", (width) => {
    const found = plates(width);
    for (const [at, one] of found.entries()) {
      for (const other of found.slice(at + 1)) {
        const apart =
          one.left + one.wide <= other.left ||
          other.left + other.wide <= one.left ||
          one.top + one.high <= other.top ||
          other.top + other.high <= one.top;
        expect(apart).toBe(true);
      }
    }
    expect(found.length).toBeGreaterThan(0);
  });

  it("are all there where there is room", () => {
    expect(plates(900)).toHaveLength(9);
  });
});

describe("the lines between regions", () => {
  it("run where classes change, one line a run of cells", () => {
    expect(borders(map("aab", "aab"))).toEqual([{ x: 2, y: 0, endX: 2, endY: 2 }]);
    expect(borders(map("aa", "bb"))).toEqual([{ x: 0, y: 1, endX: 2, endY: 1 }]);
    expect(borders(map("aa", "aa"))).toEqual([]);
  });
});
