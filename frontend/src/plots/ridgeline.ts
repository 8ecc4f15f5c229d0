/** Painter of a distribution over time: one ridge a remembered step, the oldest at the back. */
import { axisHeight, type Box, paintAxis, placeOf } from "./canvas-axis";
import { binCenter, type Histogram, heights } from "./histogram";
import type { Inks } from "./inks";
import type { Brush, Drawing } from "./surface";

export interface Ridge extends Histogram {
  readonly step: number;
}

export interface Past {
  readonly ridges: readonly Ridge[];
  /** Steps between two ridges; doubles whenever the memory is full. */
  readonly apart: number;
}

export const NOTHING: Past = { ridges: [], apart: 1 };
const MAX = 28;

/** The past with one more ridge, where it is far enough from the last; older ones thin out evenly. */
export function remember(past: Past, ridge: Ridge): Past {
  const last = past.ridges.at(-1);
  // Back in time, or a new run: what lay ahead did not happen.
  if (last !== undefined && ridge.step < last.step) {
    return remember(
      { ...past, ridges: past.ridges.filter(({ step }) => step < ridge.step) },
      ridge,
    );
  }
  if (last !== undefined && ridge.step - last.step < past.apart) return past;
  const ridges = [...past.ridges, ridge];
  if (ridges.length <= MAX) return { ...past, ridges };
  const apart = Math.max(1, Math.ceil((ridge.step - (ridges[0]?.step ?? 0)) / (MAX / 2)));
  return { ridges: ridges.filter((_, place) => place % 2 === 0), apart };
}

/** The value below which a part of the sorted values lies. */
function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round(part * (sorted.length - 1))] ?? 0;
}

/** One axis for all ridges: it holds the newest whole, and of older ones what is no outlier. */
export function reach(ridges: readonly Histogram[]): { low: number; high: number } {
  const newest = ridges.at(-1);
  if (newest === undefined) return { low: -1, high: 1 };
  const lows = ridges.map((ridge) => ridge.low);
  const highs = ridges.map((ridge) => ridge.high);
  return {
    low: Math.min(newest.low, quantile(lows, 0.1)),
    high: Math.max(newest.high, quantile(highs, 0.9)),
  };
}

export function paintRidgeline(surface: Drawing, ridges: readonly Ridge[], inks: Inks): void {
  const { context, width, height } = surface;
  const { low, high } = reach(ridges);
  const bottom = height - axisHeight(inks);
  const box: Box = { left: 1, top: 2, right: width - 1, bottom };
  const tall = Math.min(44, bottom * 0.4);
  const gap = ridges.length > 1 ? (bottom - tall - box.top) / (ridges.length - 1) : 0;
  context.save();
  context.beginPath();
  context.rect(box.left, 0, box.right - box.left, bottom + 1);
  context.clip();
  ridges.forEach((ridge, place) => {
    const base = bottom - gap * (ridges.length - 1 - place);
    traceRidge(context, ridge, low, high, box, base, tall);
    const isNow = place === ridges.length - 1;
    context.fillStyle = inks.paper;
    context.globalAlpha = 0.9;
    context.fill();
    context.globalAlpha = isNow ? 1 : 0.3 + (0.5 * place) / ridges.length;
    context.strokeStyle = isNow ? inks.ink : inks.soft;
    context.lineWidth = isNow ? 1.75 : 1;
    context.stroke();
  });
  context.restore();
  paintAxis(surface, box, low, high, inks);
}

function traceRidge(
  context: Brush,
  ridge: Ridge,
  low: number,
  high: number,
  box: Box,
  base: number,
  tall: number,
): void {
  context.beginPath();
  context.moveTo(placeOf(ridge.low, low, high, box), base);
  heights(ridge).forEach((part, bin) => {
    context.lineTo(placeOf(binCenter(ridge, bin), low, high, box), base - part * tall);
  });
  context.lineTo(placeOf(ridge.high, low, high, box), base);
}
