import { describe, expect, it } from "vitest";
import { borders, regionsOf } from "./class-regions";

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

describe("the lines between regions", () => {
  it("run where classes change, one line a run of cells", () => {
    expect(borders(map("aab", "aab"))).toEqual([{ x: 2, y: 0, endX: 2, endY: 2 }]);
    expect(borders(map("aa", "bb"))).toEqual([{ x: 0, y: 1, endX: 2, endY: 1 }]);
    expect(borders(map("aa", "aa"))).toEqual([]);
  });
});
