/** A histogram out of a frame: counts by name, its range beside it. */
import type { Histogram } from "../../plots/histogram";
import { counts, type Frame, number } from "../../wire/frames";

export function histogramIn(frame: Frame, name: string): Histogram | null {
  const found = counts(frame, name);
  if (found === null) return null;
  return {
    counts: found.data,
    low: number(frame, `${name}_low`),
    high: number(frame, `${name}_high`),
  };
}
