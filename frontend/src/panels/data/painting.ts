/** Points under a brush: sprayed, wiped off, and made of another data set's. Pure. */
import { DOMAIN } from "../../plots/boundary";
import type { Painted } from "../../spec/datasets";
import type { DataPreview } from "../../wire/api";
import { DATA, DATASETS } from "../../wire/catalogue";

export const MAX_POINTS = DATA.painted.maxItems;
export const MAX_CLASSES = DATASETS.painted.maxClasses;

export type Tool = "brush" | "eraser";

export interface Brush {
  readonly label: number;
  /** Half its width, in units of the plane; at 0 each dab is one point. */
  readonly radius: number;
  /** Points a dab. */
  readonly density: number;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

const hundredth = (value: number) => Math.round(value * 100) / 100;
const within = (value: number) => Math.abs(value) <= DOMAIN;

/** The points with one dab more: as many as fit beneath the most there may be. */
export function dab(
  points: readonly Painted[],
  at: Place,
  { label, radius, density }: Brush,
  random: () => number = Math.random,
): readonly Painted[] {
  const many = Math.min(radius === 0 ? 1 : density, MAX_POINTS - points.length);
  const fresh: Painted[] = [];
  for (let turn = 0; turn < many; turn += 1) {
    // The square root spreads them evenly over the disc.
    const reach = radius * Math.sqrt(random());
    const angle = 2 * Math.PI * random();
    const x = hundredth(at.x + reach * Math.cos(angle));
    const y = hundredth(at.y + reach * Math.sin(angle));
    if (within(x) && within(y)) fresh.push([x, y, label]);
  }
  return fresh.length === 0 ? points : [...points, ...fresh];
}

/** The eraser takes at least what the eye sees under it. */
const MIN_REACH = 0.15;

export function wipe(points: readonly Painted[], at: Place, radius: number): readonly Painted[] {
  const reach = Math.max(radius, MIN_REACH);
  const left = points.filter(([x, y]) => Math.hypot(x - at.x, y - at.y) > reach);
  return left.length === points.length ? points : left;
}

/** Where dabs fall on the way from the last one: never so close that a slow hand heaps them up. */
export function along(from: Place, to: Place, radius: number): readonly Place[] {
  const apart = Math.max(0.25, radius * 0.7);
  const many = Math.floor(Math.hypot(to.x - from.x, to.y - from.y) / apart);
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return Array.from({ length: many }, (_, turn) => {
    const part = ((turn + 1) * apart) / length;
    return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
  });
}

/** The points of a data set as if they were painted. */
export function painted({ inputs, labels }: DataPreview): readonly Painted[] {
  return inputs
    .map(([x = 0, y = 0], place): Painted => [hundredth(x), hundredth(y), labels[place] ?? 0])
    .filter(([x, y]) => within(x) && within(y));
}

export const classesIn = (points: readonly Painted[]) =>
  new Set(points.map(([, , label]) => label)).size;

/** Whether they can train: two classes at least. */
export const canTrain = (points: readonly Painted[]) => classesIn(points) >= 2;
