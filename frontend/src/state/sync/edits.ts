/** This page's edits: shown at once, sent one at a time, put together with what others change. */
import { batch, computed } from "@preact/signals";
import { applyPatch, compare, type Operation } from "fast-json-patch";
import { changed, merge } from "../../spec/merge";
import { patchSpec, Refusal } from "../../wire/api";
import type { Fix, Problem, Spec } from "../../wire/types";
import { isMine, tellNews } from "../people/news";
import { myName } from "../people/people";
import { conflict, withMine } from "./conflict";
import { discard, newestEntry, record, type UndoEntry } from "./journal";
import { AGAIN_MS, CONFLICT, isAway, isGone } from "./refusals";
import { fixed, request } from "./requests";
import {
  access,
  type Confirmed,
  canEdit,
  confirm,
  confirmed,
  hasSameSignature,
  problem,
  refused,
  spec,
  succeeded,
} from "./session";

interface Received extends Confirmed {
  /** Who made it so; null or "" where nobody knows. */
  readonly author: string | null;
}

let received: Received | null = null;
/** The set-up last sent, until its answer is here. */
let unanswered: Spec | null = null;
let sending = false;

interface EditEntry extends UndoEntry {
  readonly before: Spec;
  readonly after: Spec;
}

/** Only what differs is undone, and only while it is as this edit left it. */
const entryOf = (gesture: string, before: Spec, after: Spec): EditEntry => ({
  gesture,
  before,
  after,
  undo: () => putOnTop(compare(after, before, true)),
  redo: () => putOnTop(compare(before, after, true)),
});

/** Whether one undo takes back what made the data those of another nature. */
export const undoesNature = computed(() => {
  const [entry, now] = [newestEntry.value, spec.value];
  if (entry === undefined || now === null || !("before" in entry)) return false;
  const { before, after } = entry as EditEntry;
  return !hasSameSignature(before, after) && hasSameSignature(after, now);
});

/** Changes the spec now and tells the server. A slider's drag is one `gesture`, undone at once. */
export function edit(gesture: string, change: (spec: Spec) => Spec): void {
  const before = spec.value;
  if (before === null || !canEdit.value) return;
  const after = change(before);
  if (compare(before, after).length === 0) return;
  batch(() => {
    record(entryOf(gesture, before, after), (first, now) =>
      entryOf(gesture, first.before, now.after),
    );
    spec.value = after;
    problem.value = null;
  });
  push();
}

/** A way out of what holds the network back: an edit like any other. */
export const mend = ({ code, patch }: Fix): void =>
  edit(`fix ${code}`, (set) => patched(set, patch as unknown as Operation[]) ?? set);

function putOnTop(patch: Operation[]): boolean {
  const changed = spec.value === null ? null : patched(spec.value, patch);
  if (changed === null) {
    problem.value = CONFLICT;
    return false;
  }
  spec.value = changed;
  push();
  return true;
}

/** The spec with the patch, or null where it does not fit. */
function patched(onto: Spec, patch: Operation[]): Spec | null {
  try {
    return applyPatch(structuredClone(onto), patch, true).newDocument;
  } catch {
    return null;
  }
}

let pushed: Promise<void> = Promise.resolve();

/** Resolves once the server has answered every edit made so far. */
export const settled = (): Promise<void> => pushed;

function push(): void {
  if (!sending) pushed = sendEdits();
}

/** Sends what differs, one edit at a time: what is dragged meanwhile goes as one more. */
async function sendEdits(): Promise<void> {
  sending = true;
  try {
    for (;;) {
      const [base, wanted, to] = [confirmed(), spec.value, access.value];
      if (base === null || wanted === null || to === null) break;
      const patch = request(base.spec, wanted);
      if (patch.length === 0) {
        refused.value = null;
        break;
      }
      unanswered = wanted;
      const before = problem.peek();
      const answer = await patchSpec(to, base.revision, patch, myName.peek()).catch(
        (why: unknown) => why,
      );
      // Another session was joined meanwhile: the answer is not about this one.
      if (access.value !== to) continue;
      // The server is away, or is a new one; the stream's return brings its spec and pushes again.
      if (answer instanceof Error && (!(answer instanceof Refusal) || isGone(answer))) break;
      if (answer instanceof Refusal && isAway(answer)) {
        problem.value = answer.problem;
        setTimeout(push, AGAIN_MS);
        break;
      }
      unanswered = null;
      if (!(answer instanceof Refusal)) accept(answer as Confirmed, wanted, before);
      else if (answer.current !== null) rebase({ shapes: [], ...answer.current });
      else if (spec.value === wanted) refuse(answer.problem);
      if (received !== null) takeReceived();
      if (refused.value !== null && spec.value === wanted) break;
    }
  } finally {
    sending = false;
    tellNews();
  }
  if (received !== null) {
    takeReceived();
    push();
  }
}

/** The server may have put it together with what somebody else changed in other fields. */
function accept(answer: Confirmed, wanted: Spec, before: Problem | null): void {
  isMine(answer.revision);
  const now = spec.value;
  batch(() => {
    confirm(answer);
    refused.value = null;
    succeeded(before);
    if (now !== null && changed(wanted, answer.spec).length > 0)
      spec.value = merge(wanted, answer.spec, now).document;
  });
}

/** The server does not want it: what it can fix stays, else show its sentence and its spec. */
function refuse(why: Problem): void {
  batch(() => {
    if ((why.mends ?? []).length > 0) {
      refused.value = why;
      return;
    }
    problem.value = why;
    giveUp();
  });
}

/** Whether an entry began from what the server has. */
function isFirst(entry: UndoEntry): boolean {
  const base = confirmed();
  return (
    base !== null && "before" in entry && compare(base.spec, entry.before as Spec).length === 0
  );
}

/** Discards what the server refused: back to the spec that it has. */
export function giveUp(): void {
  const now = confirmed();
  batch(() => {
    if (now !== null) spec.value = now.spec;
    refused.value = null;
    discard(isFirst);
  });
}

/** One of the ways out of a refusal: what was refused and its fix are one edit, undone at once. */
export function takeFix(fix: Fix): void {
  const before = confirmed()?.spec;
  if (before === undefined || spec.value === null) return;
  const after = patched(before, fixed(compare(before, spec.value), fix));
  if (after === null) {
    problem.value = CONFLICT;
    giveUp();
    return;
  }
  batch(() => {
    discard(isFirst);
    record(entryOf(`fix ${fix.code}`, before, after), (_, now) => now);
    spec.value = after;
    refused.value = null;
    problem.value = null;
  });
  push();
}

/** What the server has now, put together with what this page changed beyond what it had. */
function rebase(current: Received): void {
  const [base, wanted, sent] = [confirmed(), spec.value, unanswered];
  unanswered = null;
  if (base === null || wanted === null) {
    confirm(current);
    spec.value = current.spec;
    return;
  }
  // An edit whose answer was lost may have arrived all the same.
  const hasArrived =
    sent !== null &&
    changed(merge(base.spec, current.spec, sent, "mine").document, current.spec).length === 0;
  if (hasArrived) isMine(current.revision);
  const from = hasArrived ? sent : base.spec;
  const { document, conflicts } = merge(from, current.spec, wanted);
  batch(() => {
    if (conflicts.length > 0) {
      conflict.value = {
        author: current.author ?? "",
        fields: conflicts,
        theirs: document,
        mine: merge(from, current.spec, wanted, "mine").document,
      };
      discard(isFirst);
    }
    confirm(current);
    spec.value = document;
  });
}

/** Resolves a conflict with this page's own values. */
export function putMine(): void {
  const crossed = conflict.value;
  conflict.value = null;
  if (crossed !== null) edit("mine", (now) => withMine(crossed, now));
}

/** The newest spec that the stream told while an edit was under way. */
function takeReceived(): void {
  const base = confirmed();
  if (received !== null && base !== null && received.revision > base.revision) rebase(received);
  received = null;
}

/** Takes the spec that the stream tells. */
export function hearSpec(now: Received): void {
  if (now.revision === confirmed()?.revision) confirm(now);
  received = now;
  // While an edit is under way its answer comes first: this may be its echo.
  if (sending) return;
  rebase(now);
  received = null;
  tellNews();
  push();
}

/** Another session was joined: what was on its way is not about it. */
export function forgetEdits(): void {
  received = unanswered = null;
}
