/** This page's edits: shown at once, taken back one gesture at a time, put together with others'. */
import { batch, computed } from "@preact/signals";
import { applyPatch, compare, type Operation } from "fast-json-patch";
import type { Fix, Spec } from "../../wire/types";
import { mayChange } from "./areas";
import { conflict, withMine } from "./conflict";
import { discard, newestEntry, record, type UndoEntry } from "./journal";
import { edits, MAX_EDITS, type Revising } from "./outbox";
import { areOwnFrom, firstOf } from "./own-revisions";
import { CONFLICT } from "./refusals";
import { fixed } from "./requests";
import { giveUp, isFirst, push, recalled, want, wantBy } from "./sending";
import {
  canEdit,
  confirmed,
  hasSameSignature,
  looked,
  problem,
  refused,
  spec,
  wanted,
} from "./session";

interface EditEntry extends UndoEntry {
  readonly before: Spec;
  readonly after: Spec;
  /** The numbers of the edits that brought it in force; empty where they brought more than this. */
  readonly made: readonly number[];
}

/** `number` is null where what was wanted is one edit with another gesture's. */
interface Done {
  readonly fits: boolean;
  readonly number: number | null;
}

const NOT_DONE: Done = { fits: false, number: null };

const numbersOf = ({ number }: Done) => (number === null ? [] : [number]);

/** All of the run is brought back as it was, if that can be had; else only what differs, and only while it fits. */
class Gesture implements EditEntry {
  #undone: readonly number[] = [];

  constructor(
    readonly gesture: string,
    readonly before: Spec,
    public after: Spec,
    public made: readonly number[],
  ) {}

  undo = (): boolean => {
    const done = takeBack(this.made, this.after, this.before);
    this.#undone = numbersOf(done);
    return done.fits;
  };

  redo = (): boolean => {
    const done = takeBack(this.#undone, this.before, this.after);
    this.made = numbersOf(done);
    return done.fits;
  };
}

/** Two of one gesture are one. What brought more than the gesture is not taken back whole. */
function joined(first: EditEntry, now: EditEntry): EditEntry {
  const made = first.made.length === 0 || now.made.length === 0 ? [] : [...first.made, ...now.made];
  return new Gesture(now.gesture, first.before, now.after, made);
}

/** Takes back what edits of these numbers did, which led from one set-up to the other. */
function takeBack(made: readonly number[], from: Spec, to: Spec): Done {
  const now = wanted.value;
  if (now === null) return NOT_DONE;
  if (canBeWhole(made, from, to, now))
    return { fits: true, ...wantBy({ type: "undo", of: made, first: firstOf(made) }, to) };
  const patch = compare(from, to, true);
  if (isNameAlone(from, to)) return putOnTop(patch);
  recalled.value = { exact: false, why: "changed" };
  return patch.length === 0 ? NOT_DONE : putOnTop(patch);
}

function canBeWhole(made: readonly number[], from: Spec, to: Spec, now: Spec): boolean {
  const first = firstOf(made);
  return (
    made.length > 0 &&
    mayChange.transport.value &&
    edits.value.at(-1)?.isRefused !== true &&
    edits.value.length < MAX_EDITS &&
    (first === null || areOwnFrom(first)) &&
    // Nothing else is different now.
    compare(now, from).length === 0 &&
    !isNameAlone(from, to)
  );
}

/** What is learned has nothing to do with its name: that is changed back alone. */
const isNameAlone = (one: Spec, other: Spec): boolean =>
  one.name !== other.name && compare({ ...one, name: "" }, { ...other, name: "" }).length === 0;

/** Whether one undo takes back what made the data those of another nature. */
export const undoesNature = computed(() => {
  const [entry, now] = [newestEntry.value, spec.value];
  if (entry === undefined || now === null || !("before" in entry)) return false;
  const { before, after } = entry as EditEntry;
  return !hasSameSignature(before, after) && hasSameSignature(after, now);
});

/**
 * Changes the spec now and tells the server. A slider's drag is one `gesture`, undone at once.
 * Gives the edit's number, by which a command may belong to it; null where nothing changes.
 */
export function edit(gesture: string, change: (spec: Spec) => Spec): number | null {
  const before = wanted.value;
  if (before === null || !canEdit.value || looked.value !== null) return null;
  const after = change(before);
  if (compare(before, after).length === 0) return null;
  const { number, isMixed } = batch(() => {
    recalled.value = problem.value = null;
    return want(gesture, after);
  });
  record(new Gesture(gesture, before, after, isMixed ? [] : [number]), joined);
  push();
  return number;
}

/**
 * Has the server begin the run at step 0, or go on from its past. It is undone as an edit is, in one with
 * an edit of the same gesture; where it belongs to an edit that is not taken, it is not done. Gives
 * whether it was done.
 */
export async function revise(
  gesture: string,
  by: Exclude<Revising, { type: "undo" }>,
  ofEdit: number | null = null,
): Promise<boolean> {
  const now = wanted.value;
  if (now === null || !canEdit.value) return false;
  const { number, made } = wantBy(by, now, ofEdit);
  const entry = new Gesture(gesture, now, now, [number]);
  record<EditEntry>(entry, joined);
  recalled.value = null;
  const after = await made;
  if (after === null) return false;
  const known = newestEntry.peek();
  if (known?.made?.includes(number)) (known as Gesture).after = after;
  return true;
}

function putOnTop(patch: Operation[]): Done {
  const changed = wanted.value === null ? null : patched(wanted.value, patch);
  if (changed === null) {
    problem.value = CONFLICT;
    return NOT_DONE;
  }
  const { number, isMixed } = want("", changed);
  push();
  return { fits: true, number: isMixed ? null : number };
}

/** The spec with the patch, or null where it does not fit. */
function patched(onto: Spec, patch: Operation[]): Spec | null {
  try {
    return applyPatch(structuredClone(onto), patch, true).newDocument;
  } catch {
    return null;
  }
}

/** One of the ways out of a refusal: what was refused and its fix are one edit, undone at once. */
export function takeFix(fix: Fix): void {
  const before = confirmed()?.spec;
  if (before === undefined || wanted.value === null) return;
  const after = patched(before, fixed(compare(before, wanted.value), fix));
  if (after === null) {
    problem.value = CONFLICT;
    giveUp();
    return;
  }
  const gesture = `fix ${fix.code}`;
  batch(() => {
    discard(isFirst);
    edits.value = [];
    const { number } = want(gesture, after);
    record<EditEntry>(new Gesture(gesture, before, after, [number]), (_, now) => now);
    refused.value = null;
    problem.value = null;
  });
  push();
}

/** Resolves a conflict with this page's own values. */
export function putMine(): void {
  const crossed = conflict.value;
  conflict.value = null;
  if (crossed !== null) edit("mine", (now) => withMine(crossed, now));
}
