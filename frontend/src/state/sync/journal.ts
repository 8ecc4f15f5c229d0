/** The undo history of this page. Each entry knows only its own part: others' edits stay. */
import { computed, signal } from "@preact/signals";

export interface UndoEntry {
  /** The gesture that made it: what a slider's drag does is one entry. */
  readonly gesture: string;
  /** The numbers of the edits that brought it in force, where it is one of the set-up. */
  readonly made?: readonly number[];
  /** Both give whether it still fitted what is there now. */
  readonly undo: () => boolean;
  readonly redo: () => boolean;
}

/** Entries of one gesture within this time are undone together. */
const GESTURE_MS = 700;
const MAX = 200;

const past = signal<readonly UndoEntry[]>([]);
const future = signal<readonly UndoEntry[]>([]);
let last = { gesture: "", time: 0 };
/** While the pointer is down, a drag goes on, however slowly. */
let held = false;
/** A key that is held down drags as well. */
let repeats = false;

addEventListener("pointerdown", () => {
  held = true;
  endGesture();
});
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => (held = false));
addEventListener("keydown", ({ repeat }) => (repeats = repeat), true);
addEventListener("keyup", () => (repeats = false), true);

/** Whether what changes is still being dragged. */
export const isDragging = (): boolean => held || repeats;

/** What one undo takes back. */
export const newestEntry = computed(() => past.value.at(-1));
export const canUndo = computed(() => past.value.length > 0);
export const canRedo = computed(() => future.value.length > 0);

function endGesture(): void {
  last = { gesture: "", time: 0 };
}

/** Takes an entry down; of one gesture, `merged` makes one entry of the one before and this one. */
export function record<Kind extends UndoEntry>(
  entry: Kind,
  merged: (before: Kind, now: Kind) => UndoEntry,
): void {
  const now = Date.now();
  const { gesture } = entry;
  const before = past.value.at(-1);
  const same =
    before?.gesture === gesture &&
    gesture === last.gesture &&
    (held || now - last.time < GESTURE_MS);
  last = { gesture, time: now };
  past.value = same
    ? [...past.value.slice(0, -1), merged(before as Kind, entry)]
    : [...past.value, entry].slice(-MAX);
  future.value = [];
}

/**
 * Forgets the newest entries, which the server did not take, back to the `first` of them: the newest
 * alone where none is known to be it.
 */
export function discard(first: (entry: UndoEntry) => boolean = () => true): void {
  const place = past.value.findLastIndex(first);
  past.value = past.value.slice(0, place < 0 ? -1 : place);
}

/** Forgets one entry that the server did not take, and none that came after it. */
export function forgetEntry(isIt: (entry: UndoEntry) => boolean): void {
  const place = past.value.findIndex(isIt);
  if (place >= 0) past.value = past.value.toSpliced(place, 1);
}

export function clearJournal(): void {
  past.value = [];
  future.value = [];
}

export function undo(): void {
  const entry = past.value.at(-1);
  if (entry === undefined) return;
  endGesture();
  past.value = past.value.slice(0, -1);
  if (entry.undo()) future.value = [...future.value, entry];
}

export function redo(): void {
  const entry = future.value.at(-1);
  if (entry === undefined) return;
  endGesture();
  future.value = future.value.slice(0, -1);
  if (entry.redo()) past.value = [...past.value, entry];
}
