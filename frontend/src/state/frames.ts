/**
 * Live frames bypass the reactive state: the newest of each probe waits in a map that is drained
 * once an animation frame, and each painter sees only what is new for it.
 */
import type { Bundle, Frame } from "../wire/frames";

export type Painter = (frame: Frame) => void;

const newest = new Map<string, Frame>();
const fresh = new Set<string>();
const painters = new Map<string, Set<Painter>>();
let scheduled = false;
let pictured: () => void = () => {};
const LONGEST_WAIT_MS = 2000;

/** Resolves once the first frames are drawn (or none come): until then, what can wait makes way. */
export const firstPicture: Promise<void> = new Promise((resolve) => {
  pictured = resolve;
  setTimeout(resolve, LONGEST_WAIT_MS);
});
let arrived: number | null = null;
let acknowledge: (frame: number) => void = () => {};

/** Bundles are acknowledged once they are drawn, so a page that draws slowly gets fewer. */
export function onDrawn(acknowledged: (frame: number) => void): void {
  acknowledge = acknowledged;
}

export function receive({ frame, frames }: Bundle): void {
  for (const each of frames) {
    newest.set(each.probe, each);
    fresh.add(each.probe);
  }
  if (arrived !== null) acknowledge(arrived);
  arrived = frame;
  schedule();
}

/** The newest frame of a probe, if one came. */
export function latest(probe: string): Frame | undefined {
  return newest.get(probe);
}

/** Forgets every frame: another session begins. */
export function forget(): void {
  newest.clear();
  fresh.clear();
  arrived = null;
}

/** Calls `painter` with each new frame of `probe`, and with the one there now. Returns the way out. */
export function paint(probe: string, painter: Painter): () => void {
  const known = painters.get(probe) ?? new Set();
  painters.set(probe, known.add(painter));
  const now = newest.get(probe);
  if (now !== undefined) painter(now);
  return () => known.delete(painter);
}

function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    for (const probe of fresh) {
      const frame = newest.get(probe);
      if (frame === undefined) continue;
      for (const painter of painters.get(probe) ?? []) painter(frame);
    }
    if (fresh.has("neurons")) pictured();
    fresh.clear();
    if (arrived !== null) acknowledge(arrived);
    arrived = null;
  });
}
