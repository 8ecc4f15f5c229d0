import { describe, expect, it } from "vitest";
import { classColor, classMark, HUES, MARKS } from "./class-signs";
import { neutral, type Rgb, type Theme, toLab } from "./colors";

/**
 * How people without one kind of cone see a color: matrices on linear RGB of Machado, Oliveira and
 * Fernandes (2009), "A physiologically-based model for simulation of color vision deficiency",
 * table 1, severity 1.0.
 */
const EYES: Readonly<Record<string, readonly (readonly number[])[]>> = {
  "all three cones": [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
const gamma = (part: number) =>
  part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055;

function seen(color: Rgb, matrix: readonly (readonly number[])[]): Rgb {
  const light = color.map((value) => linear(value / 255));
  const [red = 0, green = 0, blue = 0] = matrix.map((row) => {
    const sum = row.reduce((all, part, place) => all + part * (light[place] ?? 0), 0);
    return 255 * gamma(Math.max(0, Math.min(1, sum)));
  });
  return [red, green, blue];
}

/** ΔE in OKLab: the straight line between two colors. Black and white are 1 apart. */
function apart(one: Rgb, other: Rgb): number {
  const [a, b] = [toLab(one), toLab(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

const hues = (theme: Theme) => Array.from({ length: HUES }, (_, label) => classColor(label, theme));

describe.each(["light", "dark"] as const)("ten hues on %s paper", (theme) => {
  it.each(Object.entries(EYES))("are told apart with %s", (_, matrix) => {
    const all = hues(theme).map((hue) => seen(hue, matrix));
    all.forEach((one, place) => {
      for (const other of all.slice(place + 1)) expect(apart(one, other)).toBeGreaterThan(0.11);
      expect(apart(one, seen(neutral(theme), matrix))).toBeGreaterThan(0.19);
    });
  });

  it("give neighbors in the order of classes colors further apart", () => {
    for (let label = 0; label < 64; label += 1) {
      const [one, next] = [classColor(label, theme), classColor(label + 1, theme)];
      expect(apart(one, next)).toBeGreaterThan(0.13);
    }
  });
});

describe("marks", () => {
  it("tell the first ten classes apart without any color", () => {
    expect(new Set(Array.from({ length: MARKS.length }, (_, label) => classMark(label))).size).toBe(
      MARKS.length,
    );
  });

  it.each(["light", "dark"] as const)(
    "and hues are another pair for each of 64 classes, %s",
    (theme) => {
      const pairs = Array.from(
        { length: 64 },
        (_, label) => `${classColor(label, theme)} ${MARKS.indexOf(classMark(label))}`,
      );
      expect(new Set(pairs).size).toBe(64);
    },
  );

  it("cover about as much as the dot that a point is elsewhere", () => {
    for (const mark of MARKS) {
      const area = Math.abs(
        mark.reduce((sum, [x, y], place) => {
          const [nextX, nextY] = mark[(place + 1) % mark.length] ?? [0, 0];
          return sum + (x * nextY - nextX * y) / 2;
        }, 0),
      );
      expect(area).toBeGreaterThan(0.6 * Math.PI);
      expect(area).toBeLessThan(1.3 * Math.PI);
    }
  });
});
