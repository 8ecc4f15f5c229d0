/**
 * Live frames bypass the reactive state: the newest of each probe waits in a map that is drained
 * once an animation frame, and each painter sees only what is new for it.
 */
import { effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import type { Bundle, Frame } from "../../wire/frames";
import { compareSteps } from "./steps";

/** Undefined: what was there is of data that are no longer looked at, and nothing newer is here. */
export type Painter = (frame: Frame | undefined) => void;

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
    if (revisions.peek().get(each.probe) !== each.revision) {
      revisions.value = new Map(revisions.peek()).set(each.probe, each.revision);
    }
  }
  compareSteps(() => newest.values());
  if (arrived !== null) acknowledge(arrived);
  arrived = frame;
  schedule();
}

/** The revision of the newest frame of each probe. */
const revisions = signal<ReadonlyMap<string, number>>(new Map());
/** Whether a probe's frame of a revision is shown. */
export type IsShown = (probe: string, revision: number) => boolean;
let isShown: ReadonlySignal<IsShown> = signal(() => true);

/** Frames for which it is not so are of other data, or of another time. Call once. */
export function showIf(what: ReadonlySignal<IsShown>): void {
  isShown = what;
  effect(() => {
    void isShown.value;
    untracked(() => {
      for (const [probe, known] of painters) {
        for (const painter of known) painter(latest(probe));
      }
    });
  });
}

/** The newest frame of a probe, if one came that may be shown. */
export function latest(probe: string): Frame | undefined {
  const frame = newest.get(probe);
  return frame !== undefined && isShown.peek()(probe, frame.revision) ? frame : undefined;
}

/** Whether there is a frame of the probe to show; what reads it follows. */
export const isHere = (probe: string): boolean =>
  isShown.value(probe, revisions.value.get(probe) ?? Number.NEGATIVE_INFINITY);

/** Forgets every frame: another session begins. */
export function forget(): void {
  newest.clear();
  fresh.clear();
  revisions.value = new Map();
  arrived = null;
}

/** Calls `painter` with each new frame of `probe`, and with the one there now. Returns the way out. */
export function paint(probe: string, painter: Painter): () => void {
  const known = painters.get(probe) ?? new Set();
  painters.set(probe, known.add(painter));
  const now = latest(probe);
  if (now !== undefined) painter(now);
  return () => known.delete(painter);
}

function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    for (const probe of fresh) {
      const frame = latest(probe);
      if (frame === undefined) continue;
      for (const painter of painters.get(probe) ?? []) painter(frame);
    }
    if (fresh.has("neurons")) pictured();
    fresh.clear();
    if (arrived !== null) acknowledge(arrived);
    arrived = null;
  });
}
