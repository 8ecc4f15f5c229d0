/** A live histogram: bars colored by the sign and size of what they count. */
import { axisHeight, type Box, paintAxis, placeOf } from "./canvas-axis";
import { css, mix, neutral, type Rgb, signed, type Theme } from "./colors";
import type { Inks } from "./inks";
import type { Drawing } from "./surface";

export interface Histogram {
  readonly counts: ArrayLike<number>;
  readonly low: number;
  readonly high: number;
}

/** The middle of a bin. */
export function binCenter({ counts, low, high }: Histogram, bin: number): number {
  return low + ((bin + 0.5) / counts.length) * (high - low);
}

/** Each bar's height from 0 to 1, the tallest being 1. */
export function heights({ counts }: Histogram): number[] {
  const values = Array.from(counts);
  const tallest = Math.max(1, ...values);
  return values.map((value) => value / tallest);
}

/** Never so pale that a bar near zero is lost on the paper. */
export function barColor(value: number, reach: number, theme: Theme): Rgb {
  const ink: Rgb = theme === "light" ? [112, 118, 126] : [150, 156, 164];
  const part = reach === 0 ? 0 : Math.min(1, Math.abs(value) / reach);
  const color = signed(value < 0 ? -1 : 1, theme);
  return mix(mix(neutral(theme), ink, 0.75), color, Math.min(1, 0.15 + part ** 0.5));
}

export function paintHistogram(
  surface: Drawing,
  histogram: Histogram,
  theme: Theme,
  inks: Inks,
): void {
  const { context, width, height } = surface;
  const box: Box = { left: 1, top: 2, right: width - 1, bottom: height - axisHeight(inks) };
  const { low, high, counts } = histogram;
  const reach = Math.max(Math.abs(low), Math.abs(high));
  const step = (box.right - box.left) / counts.length;
  heights(histogram).forEach((part, bin) => {
    if (part === 0) return;
    const tall = Math.max(1, part * (box.bottom - box.top));
    const center = binCenter(histogram, bin);
    context.fillStyle = css(barColor(center, reach, theme));
    const left = placeOf(center, low, high, box) - step / 2;
    context.fillRect(left, box.bottom - tall, Math.max(1, step - (step > 4 ? 1 : 0)), tall);
  });
  paintAxis(surface, box, low, high, inks);
}
