/** This page's edits: shown at once, sent one at a time, put together with what others change. */
import { batch, computed, signal } from "@preact/signals";
import { applyPatch, compare, type Operation } from "fast-json-patch";
import { changed, merge } from "../../spec/merge";
import { type Access, patchSpec, Refusal } from "../../wire/api";
import type { Fix, Problem, Spec } from "../../wire/types";
import { isMine, tellNews } from "../people/news";
import { myName } from "../people/people";
import { conflict, withMine } from "./conflict";
import { ask, isCutOff, pause } from "./delivery";
import { discard, forgetEntry, isDragging, newestEntry, record, type UndoEntry } from "./journal";
import {
  edits,
  leave,
  MAX_EDITS,
  newRequest,
  nextNumber,
  type SentEdit,
  type WaitingEdit,
} from "./outbox";
import { CONFLICT, isAway, isGone } from "./refusals";
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
let sending = false;
/** How often the edit that is sent was sent in vain. */
let tries = 0;
/** Why the server did not take an edit after which others waited. */
let told: Problem | null = null;

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

/** The newest edit made here; what was undone or redone is one too. */
export const edited = signal<{ readonly before: Spec; readonly after: Spec } | null>(null);

/**
 * Changes the spec now and tells the server. A slider's drag is one `gesture`, undone at once.
 * Gives the edit's number, by which a command may belong to it; null where nothing changes.
 */
export function edit(gesture: string, change: (spec: Spec) => Spec): number | null {
  const before = spec.value;
  if (before === null || !canEdit.value) return null;
  const after = change(before);
  if (compare(before, after).length === 0) return null;
  const number = nextNumber();
  batch(() => {
    record(entryOf(gesture, before, after), (first, now) =>
      entryOf(gesture, first.before, now.after),
    );
    want(gesture, after, number);
    problem.value = null;
  });
  push();
  return number;
}

/** What is dragged joins the edit that waits; anything else is one by itself, whatever comes after. */
function want(gesture: string, after: Spec, number = nextNumber()): void {
  const last = edits.value.at(-1);
  const joins =
    last?.sent === null &&
    (last.isRefused ||
      (last.gesture === gesture && isDragging()) ||
      edits.value.length >= MAX_EDITS);
  const waits = { number, gesture, made: Date.now(), after, sent: null, isRefused: false };
  edits.value = [...(joins ? edits.value.slice(0, -1) : edits.value), waits];
  const before = spec.peek();
  spec.value = after;
  if (before !== null) edited.value = { before, after };
}

function putOnTop(patch: Operation[]): boolean {
  const changed = spec.value === null ? null : patched(spec.value, patch);
  if (changed === null) {
    problem.value = CONFLICT;
    return false;
  }
  want("", changed);
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

/** Resolves once the server has answered every edit made so far, or cannot be reached. */
export const settled = (): Promise<void> => pushed;

function push(): void {
  if (!sending) pushed = sendEdits();
}

/** Sends what waits, one edit after the other's answer; what is dragged meanwhile goes as one more. */
async function sendEdits(): Promise<void> {
  sending = true;
  try {
    for (let next = nextToSend(); next !== null; next = nextToSend()) {
      if (!(await isAnswered(next))) break;
    }
  } finally {
    sending = false;
    tellNews();
  }
  if (received !== null && edits.value[0]?.sent == null) {
    takeReceived();
    push();
  }
}

type NextEdit = WaitingEdit & { readonly to: Access; readonly sent: SentEdit };

/** The oldest edit that waits, as it is sent; null where there is none that would be taken. */
function nextToSend(): NextEdit | null {
  const [base, to] = [confirmed(), access.value];
  if (base === null || to === null) return null;
  for (let next = edits.value[0]; next !== undefined; next = edits.value[0]) {
    if (next.isRefused) return null;
    if (next.sent !== null) return { ...next, to, sent: next.sent };
    const patch = request(base.spec, next.after);
    if (patch.length > 0) {
      const { revision } = base;
      const sent = { request: newRequest(), revision, patch, author: myName.peek() };
      edits.value = edits.value.with(0, { ...next, sent });
      return { ...next, to, sent };
    }
    // It changes nothing any more: what it had changed was changed back.
    edits.value = edits.value.slice(1);
    refused.value = null;
  }
  return null;
}

/** Sends an edit and takes its answer. Gives whether one came, so that the next may be sent. */
async function isAnswered(next: NextEdit): Promise<boolean> {
  const before = problem.peek();
  const answer = await ask(() => patchSpec(next.to, next.sent)).catch((why: unknown) => why);
  // Another session was joined meanwhile: the answer is not about this one.
  if (access.value !== next.to) return true;
  // The server is a new one, or takes nothing any more by this link: the stream says so too.
  if (answer instanceof Refusal && isGone(answer)) return false;
  if (answer instanceof Error && (!(answer instanceof Refusal) || isAway(answer))) {
    isCutOff.value = !(answer instanceof Refusal);
    if (answer instanceof Refusal) problem.value = answer.problem;
    void pause(tries++).then(push);
    return false;
  }
  tries = 0;
  if (!(answer instanceof Refusal)) accept(answer as Confirmed, next, before);
  else if (answer.current !== null) rebase({ shapes: [], ...answer.current });
  else refuse(answer.problem, next);
  if (received !== null) takeReceived();
  return true;
}

/** The edits that wait, each on top of what is there now in place of what was there before it. */
function moved(from: Spec, to: Spec, prefer: "theirs" | "mine"): void {
  let before = to;
  const kept: WaitingEdit[] = [];
  for (const edit of edits.value) {
    const after = merge(from, to, edit.after, prefer).document;
    if (compare(before, after).length > 0)
      kept.push({ ...edit, after, sent: null, isRefused: false });
    before = after;
  }
  edits.value = kept;
}

/** The server may have put it together with what somebody else changed in other fields. */
function accept(answer: Confirmed, { after }: WaitingEdit, before: Problem | null): void {
  isMine(answer.revision);
  batch(() => {
    confirm(answer);
    refused.value = null;
    // Not the refusal of one that waited with it: nobody has read that yet.
    if (before !== told) succeeded(before);
    edits.value = edits.value.slice(1);
    if (changed(after, answer.spec).length === 0) return;
    moved(after, answer.spec, "theirs");
    spec.value = edits.value.at(-1)?.after ?? answer.spec;
  });
}

/**
 * The server does not want it: what it can fix stays, or joins what was changed after it; else its
 * sentence is shown, and the page as if it had not been.
 */
function refuse(why: Problem, { after }: WaitingEdit): void {
  const later = edits.value.slice(1);
  leave(edits.value.slice(0, 1), why);
  batch(() => {
    if ((why.mends ?? []).length > 0) {
      if (later.length === 0) {
        refused.value = why;
        edits.value = edits.value.map((edit) => ({ ...edit, sent: null, isRefused: true }));
      } else edits.value = later;
      return;
    }
    problem.value = why;
    const base = confirmed();
    if (later.length === 0 || base === null) {
      giveUp();
      return;
    }
    told = why;
    forgetEntry(
      (entry) => isFirst(entry) && compare((entry as EditEntry).after, after).length === 0,
    );
    edits.value = later;
    moved(after, base.spec, "mine");
    spec.value = edits.value.at(-1)?.after ?? base.spec;
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
    edits.value = [];
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
    edits.value = [];
    want(`fix ${fix.code}`, after);
    refused.value = null;
    problem.value = null;
  });
  push();
}

/** What the server has now, put together with what this page changed beyond what it had. */
function rebase(current: Received): void {
  const [base, wanted] = [confirmed(), spec.value];
  const sent = edits.value[0]?.sent == null ? null : edits.value[0].after;
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
      leave(edits.value, CONFLICT);
      conflict.value = {
        author: current.author ?? "",
        fields: conflicts,
        theirs: document,
        mine: merge(from, current.spec, wanted, "mine").document,
      };
      discard(isFirst);
    }
    confirm(current);
    if (hasArrived) edits.value = edits.value.slice(1);
    moved(from, current.spec, "theirs");
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
  if (edits.value[0]?.sent == null) {
    rebase(now);
    received = null;
    tellNews();
  }
  push();
}

/** Another session was joined: what was on its way is not about it. */
export function forgetEdits(): void {
  received = null;
  leave(edits.value, CONFLICT);
  edits.value = [];
  tries = 0;
}

/** Takes up what the page before this one had asked for in this session. */
export function takeUp(base: Confirmed, waited: readonly Omit<WaitingEdit, "number">[]): void {
  const last = waited.at(-1);
  if (last === undefined) return;
  batch(() => {
    confirm(base);
    edits.value = waited.map((edit) => ({ ...edit, number: nextNumber() }));
    spec.value = last.after;
  });
  push();
}
