import { describe, expect, it } from "vitest";
import type { Painted } from "../../spec/datasets";
import { along, type Brush, canTrain, dab, MAX_POINTS, painted, wipe } from "./painting";

const BRUSH: Brush = { label: 1, radius: 1, density: 8 };

/** Numbers from 0 to 1 that are spread evenly and the same each time. */
function spread(): () => number {
  let turn = 0;
  return () => {
    turn += 1;
    return (turn * 0.618034) % 1;
  };
}

describe("a dab", () => {
  it("sprays so many points within the brush, rounded to hundredths", () => {
    const points = dab([], { x: 2, y: -1 }, BRUSH, spread());
    expect(points.length).toBe(8);
    for (const [x, y, label] of points) {
      expect(Math.hypot(x - 2, y + 1)).toBeLessThanOrEqual(1.01);
      expect([x, y].map((value) => Number(value.toFixed(2)))).toEqual([x, y]);
      expect(label).toBe(1);
    }
  });

  it("leaves out what falls off the plane", () => {
    const points = dab([], { x: 6, y: 6 }, { ...BRUSH, density: 100 }, spread());
    expect(points.length).toBeGreaterThan(5);
    expect(points.length).toBeLessThan(60);
    expect(points.every(([x, y]) => x <= 6 && y <= 6)).toBe(true);
  });

  it("is one point of a brush without width", () => {
    expect(dab([], { x: 1.234, y: 0 }, { ...BRUSH, radius: 0 })).toEqual([[1.23, 0, 1]]);
  });

  it("never makes more points than there may be", () => {
    const many = Array.from({ length: MAX_POINTS - 3 }, (): Painted => [0, 0, 0]);
    expect(dab(many, { x: 0, y: 0 }, BRUSH, spread()).length).toBe(MAX_POINTS);
    const full = Array.from({ length: MAX_POINTS }, (): Painted => [0, 0, 0]);
    expect(dab(full, { x: 0, y: 0 }, BRUSH, spread())).toBe(full);
  });
});

describe("the eraser", () => {
  const points: readonly Painted[] = [
    [0, 0, 0],
    [1, 0, 1],
    [3, 0, 1],
  ];

  it("takes what is under it, and else changes nothing", () => {
    expect(wipe(points, { x: 0.5, y: 0 }, 0.6)).toEqual([[3, 0, 1]]);
    expect(wipe(points, { x: -4, y: 0 }, 0.6)).toBe(points);
  });

  it("reaches a point under its middle, however small it is", () => {
    expect(wipe(points, { x: 3.1, y: 0 }, 0)).toEqual(points.slice(0, 2));
  });
});

it("dabs along a stroke at even distances, and waits until the next is far enough", () => {
  const places = along({ x: 0, y: 0 }, { x: 3, y: 4 }, 1);
  expect(places.length).toBe(7);
  const apart = places.map(({ x, y }) => Math.hypot(x, y));
  for (const [turn, distance] of apart.entries()) expect(distance).toBeCloseTo(0.7 * (turn + 1));
  expect(along({ x: 0, y: 0 }, { x: 0.1, y: 0 }, 1)).toEqual([]);
});

it("takes a data set's points over, but for those off the plane", () => {
  const preview = {
    inputs: [
      [1.006, -2.111],
      [7, 0],
    ],
    labels: [1, 0],
    train: 1,
    task: "binary" as const,
    classes: 2,
  };
  expect(painted(preview)).toEqual([[1.01, -2.11, 1]]);
});

it("can train on two classes, not on one", () => {
  expect(canTrain([])).toBe(false);
  expect(
    canTrain([
      [0, 0, 2],
      [1, 1, 2],
    ]),
  ).toBe(false);
  expect(
    canTrain([
      [0, 0, 2],
      [1, 1, 0],
    ]),
  ).toBe(true);
});
