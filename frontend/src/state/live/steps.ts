/** Of which step a picture is, where that is another than that of what is shown beside it. */
import { signal } from "@preact/signals";
import type { Frame } from "../../wire/frames";

/** Seconds by which a picture may be older than the newest beside it. */
const LATE_S = 0.35;
/** The share of all steps by which it may be behind. */
const LITTLE = 0.02;
/** What it says stays so long after its time, or it would blink with each picture of a slow one. */
const STAYS_MS = 1000;
/** The data points are no older for having been drawn long ago. */
const TIMELESS = new Set(["points"]);

/** The step of each picture that is too old to go without it, by its key. */
export const otherSteps = signal<ReadonlyMap<string, number>>(new Map());

const late = new Map<string, number>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** The keys of those that are more than a little older than the newest of them. Pure. */
export function stragglers(frames: readonly Frame[]): readonly string[] {
  const dated = frames.filter(({ probe }) => !TIMELESS.has(probe));
  const newest = dated.reduce<Frame | undefined>(
    (one, other) => (one === undefined || other.time >= one.time ? other : one),
    undefined,
  );
  if (newest === undefined) return [];
  const isOther = ({ step }: Frame) =>
    Math.abs(newest.step - step) > LITTLE * Math.max(newest.step, step);
  return dated
    .filter((frame) => newest.time - frame.time > LATE_S && isOther(frame))
    .map(({ probe }) => probe);
}

/** Compares the newest frame of each probe. Call whenever some came. */
export function compareSteps(frames: () => Iterable<Frame>): void {
  const known = [...frames()];
  const now = performance.now();
  for (const key of stragglers(known)) late.set(key, now);
  const steps = new Map<string, number>();
  for (const { probe, step } of known) {
    if (now - (late.get(probe) ?? Number.NEGATIVE_INFINITY) < STAYS_MS) steps.set(probe, step);
    else late.delete(probe);
  }
  clearTimeout(timer);
  if (steps.size > 0) timer = setTimeout(() => compareSteps(frames), STAYS_MS);
  const before = otherSteps.peek();
  const isSame =
    steps.size === before.size && [...steps].every(([key, step]) => before.get(key) === step);
  if (!isSame) otherSteps.value = steps;
}
