/** Widths and heights of the panels, as this viewer dragged them. */
import { effect, type Signal, signal } from "@preact/signals";

export interface Pane {
  readonly size: Signal<number>;
  readonly min: number;
  readonly max: number;
  /** The size that a double click brings back. */
  readonly usual: number;
}

function pane(name: string, usual: number, min: number, max: number): Pane {
  let start = usual;
  try {
    const kept = Number(localStorage.getItem(`pane-${name}`) ?? usual);
    if (kept === 0 || (kept >= min && kept <= max)) start = kept;
  } catch {}
  const size = signal(start);
  effect(() => {
    try {
      localStorage.setItem(`pane-${name}`, String(size.value));
    } catch {}
  });
  return { size, min, max, usual };
}

/** A size of 0 is a collapsed panel. */
export const leftPane = pane("left", 288, 200, 420);
export const rightPane = pane("right", 376, 300, 620);
export const insidePane = pane(
  "inside",
  Math.round(Math.max(150, Math.min(224, innerHeight / 4))),
  120,
  520,
);

/** The size that a drag to `wanted` gives: it snaps shut below half of the min. */
export function fitted({ min, max }: Pane, wanted: number): number {
  if (wanted < min / 2) return 0;
  return Math.round(Math.max(min, Math.min(max, wanted)));
}
