import { describe, expect, it } from "vitest";
import { arcLine, arcLines, arcRoom, levels, targetAt } from "./arcs";
import { arrange } from "./geometry";

const plan = arrange(
  ["input", "h1", "h2", "h3", "output"].map((id) => ({ id, units: 3 })),
  800,
  440,
  { arcs: 60 },
);

describe("arcs", () => {
  it("lie above every shorter one that they cross or span", () => {
    const spans = [
      { from: 0, to: 4 },
      { from: 1, to: 3 },
      { from: 2, to: 4 },
    ];
    const [whole = 0, first = 0, second = 0] = levels(spans);
    expect(whole).toBeGreaterThan(Math.max(first, second));
    expect(first).not.toBe(second);
  });

  it("share a level where they only meet", () => {
    const chain = [
      { from: 0, to: 2 },
      { from: 2, to: 4 },
      { from: 1, to: 3 },
    ];
    expect(levels(chain)).toEqual([0, 0, 1]);
  });

  it("take no room where there are none, and not all of it where there are many", () => {
    expect(arcRoom([])).toBe(0);
    const many = Array.from({ length: 30 }, (_, place) => ({ from: 0, to: place + 2 }));
    expect(arcRoom(many)).toBeLessThan(100);
    const lines = arcLines(plan, [{ from: 0, to: 9 }]);
    expect(lines).toEqual([null]);
  });

  it("run from one handle to the other, highest in the middle and within the room", () => {
    const [line] = arcLines(plan, [{ from: 1, to: 3 }]);
    const [start, end] = [plan.columns[1]?.x ?? 0, plan.columns[3]?.x ?? 0];
    expect(line?.x).toBe((start + end) / 2);
    expect(line?.y).toBeGreaterThan(0);
    expect(line?.y).toBeLessThan(plan.top + 17);
    expect(arcLine(100, 300, 50, 20, 1).path).toMatch(/^M104 50C.* 296 50$/);
  });
});

describe("a connection being drawn", () => {
  const x = (index: number) => plan.columns[index]?.x ?? 0;
  it("lands on a later layer, not on the next one, which is given it anyway", () => {
    expect(targetAt(plan, 1, x(3) + 5)).toBe(3);
    expect(targetAt(plan, 1, x(2))).toBeNull();
    expect(targetAt(plan, 2, x(0))).toBeNull();
    expect(targetAt(plan, 0, -500)).toBeNull();
  });
});
