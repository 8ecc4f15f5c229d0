/** The painted points of the set-up, and those that cannot train yet. */
import { computed, signal } from "@preact/signals";
import { type Painted, paintedOf } from "../../spec/datasets";
import { changeData, paintedClasses } from "../../spec/spec";
import { edit } from "../../state/sync/edits";
import { canUndo, undo } from "../../state/sync/journal";
import { spec } from "../../state/sync/session";
import type { DataSpec } from "../../wire/types";
import { canTrain } from "./painting";

interface Waiting {
  readonly gesture: string;
  readonly points: readonly Painted[];
}

/**
 * Strokes since the points in use could no longer train. The server refuses a painted set of fewer
 * than two classes, so they wait here, the newest last.
 */
const waiting = signal<readonly Waiting[]>([]);

export const points = computed<readonly Painted[]>(
  () => waiting.value.at(-1)?.points ?? (spec.value === null ? [] : paintedOf(spec.value.data)),
);

let strokes = 0;
/** A gesture of its own for each stroke, so that each is undone by itself. */
export function newStroke(): string {
  strokes += 1;
  return `data.painted.${strokes}`;
}

/** Whether the surface to paint on is open. */
export const isPainting = signal(false);

/** Whether the network trains on what is shown. */
export const areInUse = computed(
  () => waiting.value.length === 0 && spec.value?.data.dataset === "painted",
);

export const canUndoStroke = computed(() => waiting.value.length > 0 || canUndo.value);

/** Shows these points, and trains on them if they can. What one gesture does is undone at once. */
export function paintPoints(gesture: string, next: readonly Painted[]): void {
  const set = spec.peek();
  if (set === null) return;
  if (set.data.dataset === "painted" && !canTrain(next)) {
    const before = waiting.peek();
    const others = before.at(-1)?.gesture === gesture ? before.slice(0, -1) : before;
    waiting.value = [...others, { gesture, points: next }];
    return;
  }
  waiting.value = [];
  edit(gesture, (before) => {
    const data = { painted: next as unknown as DataSpec["painted"] };
    if (!canTrain(next)) return { ...before, data: { ...before.data, ...data } };
    return changeData(before, { ...data, dataset: "painted", classes: paintedClasses(next) });
  });
}

/** Takes back the newest stroke. */
export function undoStroke(): void {
  if (waiting.value.length > 0) waiting.value = waiting.value.slice(0, -1);
  else undo();
}

/** Trains on the points that were painted before; false while they cannot. */
export function usePainted(): boolean {
  if (!canTrain(points.peek())) return false;
  paintPoints("data.painted.use", points.peek());
  return true;
}
