/** The way of this page's edits to the server, one at a time, and of what others change to this page. */
import { batch, effect, signal, untracked } from "@preact/signals";
import { compare } from "fast-json-patch";
import { changed, merge } from "../../spec/merge";
import { type Access, Refusal } from "../../wire/api";
import type { Wire } from "../../wire/generated";
import type { Command, Problem, Spec } from "../../wire/types";
import { isMine, tellNews } from "../people/news";
import { conflict } from "./conflict";
import { ask, isCutOff, isTooLate, pause, TOO_LATE } from "./delivery";
import { discard, forgetEntry, isDragging, type UndoEntry } from "./journal";
import {
  commands,
  edits,
  leave,
  MAX_EDITS,
  newRequest,
  nextNumber,
  numberFrom,
  type Revising,
  type SentCommand,
  type SentEdit,
  type WaitingEdit,
} from "./outbox";
import { areOwnFrom, beginOwn, firstOf, madeElsewhere, madeHere } from "./own-revisions";
import { CONFLICT, isAway, isGone } from "./refusals";
import { editTo, sendOff } from "./requests";
import {
  access,
  type Confirmed,
  confirm,
  confirmed,
  problem,
  refused,
  succeeded,
  wanted,
} from "./session";

interface Received extends Confirmed {
  /** Who made it so; null or "" where nobody knows. */
  readonly author: string | null;
}

/** What the server answers: of a command, also where the run stands by it. */
type Answer = Wire["Revision"] | Wire["Revised"];

let received: Received | null = null;
let sending = false;
/** How often the edit that is sent was sent in vain. */
let tries = 0;
/** Why the server did not take an edit after which others waited. */
let told: Problem | null = null;

/** The newest edit made here; what was undone or redone is one too. */
export const edited = signal<{ readonly before: Spec; readonly after: Spec } | null>(null);

/**
 * What the newest undo or redo brought back: all of the run as it was, or the set-up alone, and why so.
 * `kept` is whether steps were left behind for it.
 */
export const recalled = signal<
  | { readonly exact: true; readonly step: number | null; readonly kept: boolean }
  | { readonly exact: false; readonly why: "changed" | "not_kept" }
  | null
>(null);

/** By the numbers of what makes a revision without a patch: who waits for the set-up that it made. */
const waiters = new Map<number, (made: Spec | null) => void>();

/** What is wanted from now on; gives its number, and whether it is one with another gesture's edit. */
export function want(gesture: string, after: Spec): { number: number; isMixed: boolean } {
  const last = edits.value.at(-1);
  const isSame = last?.gesture === gesture && isDragging();
  const joins =
    last?.sent === null &&
    last.by === null &&
    (last.isRefused || isSame || edits.value.length >= MAX_EDITS);
  const [number, made] = [nextNumber(), Date.now()];
  const waits: WaitingEdit = { ...{ number, gesture, made, after }, ...PLAIN };
  edits.value = [...(joins ? edits.value.slice(0, -1) : edits.value), waits];
  show(after);
  return { number, isMixed: joins && !isSame };
}

const PLAIN = { sent: null, isRefused: false, by: null, behind: [], ofEdit: null } as const;

/**
 * Has the server make a revision without a patch, which leads to this set-up. Gives its number, and the
 * set-up that it made in the end, null if none.
 */
export function wantBy(
  by: Revising,
  after: Spec,
  ofEdit: number | null = null,
): { readonly number: number; readonly made: Promise<Spec | null> } {
  const number = nextNumber();
  const behind = commands.value.map((each) => each.request);
  const waits = { ...PLAIN, number, gesture: "", made: Date.now(), by, behind, ofEdit };
  const made = new Promise<Spec | null>((resolve) => waiters.set(number, resolve));
  const [first] = edits.value;
  const now = confirmed();
  // What was refused waits for its user, and nothing waits for it.
  if (first?.isRefused && now !== null)
    edits.value = [{ ...waits, after: now.spec }, ...edits.value];
  else {
    edits.value = [...edits.value, { ...waits, after }];
    show(after);
  }
  push();
  return { number, made };
}

function show(after: Spec): void {
  const before = wanted.peek();
  wanted.value = after;
  if (before !== null && before !== after) edited.value = { before, after };
}

/** What is wanted where nothing waits any more is what the server has. */
function showWaiting(otherwise: Spec): void {
  wanted.value = edits.value.at(-1)?.after ?? otherwise;
}

let pushed: Promise<void> = Promise.resolve();

/** Resolves once the server has answered every edit made so far, or cannot be reached. */
export const settled = (): Promise<void> => pushed;

export function push(): void {
  if (!sending) pushed = sendEdits();
}

// What makes a revision without a patch waits for the commands that were given before it.
effect(() => {
  void commands.value;
  if (edits.peek()[0]?.by != null) untracked(push);
});

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

type NextEdit = WaitingEdit & { readonly to: Access; readonly sent: SentEdit | SentCommand };

/** The oldest edit that waits, as it is sent; null where there is none that would be taken. */
function nextToSend(): NextEdit | null {
  const [base, to] = [confirmed(), access.value];
  if (base === null || to === null) return null;
  for (let next = edits.value[0]; next !== undefined; next = edits.value[0]) {
    if (next.isRefused) return null;
    if (next.sent !== null) return { ...next, to, sent: next.sent };
    const { by, behind } = next;
    if (by !== null && commands.value.some((each) => behind.includes(each.request))) return null;
    const sent = by === null ? editTo(next.after, base) : asCommand(by, base);
    if (sent !== null) {
      edits.value = edits.value.with(0, { ...next, sent });
      return { ...next, to, sent };
    }
    if (by !== null) patchInstead(next, "changed");
    else {
      // It changes nothing any more: what it had changed was changed back.
      edits.value = edits.value.slice(1);
      refused.value = null;
    }
  }
  return null;
}

/** Null where others have changed something since what is to be taken back. */
function asCommand(by: Revising, { revision }: Confirmed): SentCommand | null {
  let command: Command;
  if (by.type === "undo") {
    const first = firstOf(by.of) ?? by.first;
    if (first === null || !areOwnFrom(first)) return null;
    command = { type: "undo", revision, since: first };
  } else command = by;
  return { request: newRequest(), command };
}

/** What cannot be taken back whole is changed back. */
function patchInstead(undo: WaitingEdit, why: "changed" | "not_kept"): void {
  recalled.value = { exact: false, why };
  edits.value = edits.value.with(0, { ...undo, ...PLAIN });
  finish(undo, null);
}

function finish({ number }: WaitingEdit, made: Spec | null): void {
  waiters.get(number)?.(made);
  waiters.delete(number);
}

function sendInTime({ to, sent, by, made }: NextEdit): Promise<Answer> {
  if (by !== null && isTooLate(made)) return Promise.reject(new Refusal(TOO_LATE));
  return sendOff(to, sent);
}

/** Sends an edit and takes its answer. Gives whether one came, so that the next may be sent. */
async function isAnswered(next: NextEdit): Promise<boolean> {
  const before = problem.peek();
  const answer = await ask(() => sendInTime(next)).catch((why: unknown) => why);
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
  if (!(answer instanceof Refusal)) accept(answer as Answer, next, before);
  else if (next.by !== null) refuseRevising(answer.problem, next);
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
    if (edit.by !== null || compare(before, after).length > 0)
      kept.push({ ...edit, after, sent: null, isRefused: false });
    before = after;
  }
  edits.value = kept;
}

/** The server may have put it together with what somebody else changed in other fields. */
function accept(answer: Answer, next: WaitingEdit, before: Problem | null): void {
  const { after, by, number } = next;
  isMine(answer.revision);
  madeHere(number, answer.revision);
  batch(() => {
    confirm(answer);
    refused.value = null;
    // Not the refusal of one that waited with it: nobody has read that yet.
    if (before !== told) succeeded(before);
    if (by?.type === "undo")
      recalled.value = { exact: true, step: null, kept: false, ...stoodAt(answer) };
    edits.value = edits.value.slice(1);
    if (changed(after, answer.spec).length === 0) return;
    moved(after, answer.spec, "theirs");
    showWaiting(answer.spec);
  });
  finish(next, answer.spec);
}

const stoodAt = (answer: Answer) =>
  "step" in answer ? { step: answer.step, kept: answer.kept } : {};

/**
 * The server does not want it: what it can fix stays, or joins what was changed after it; else its
 * sentence is shown, and the page as if it had not been.
 */
function refuse(why: Problem, { after, number }: WaitingEdit): void {
  leave(edits.value.slice(0, 1), why);
  dropOf(number);
  const later = edits.value.slice(1);
  batch(() => {
    // What makes another revision than of the set-up cannot carry it along.
    if ((why.mends ?? []).length > 0 && later[0]?.by == null) {
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
      (entry) =>
        isFirst(entry) && compare((entry as { after?: Spec }).after ?? {}, after).length === 0,
    );
    withoutFirst(after, base.spec);
  });
}

/** What belongs to an edit that is not taken is not done; null is to any edit. */
function dropOf(number: number | null): void {
  const isDropped = ({ ofEdit }: WaitingEdit) =>
    ofEdit !== null && (number === null || ofEdit === number);
  for (const edit of edits.value.filter(isDropped)) finish(edit, null);
  edits.value = edits.value.filter((edit) => !isDropped(edit));
}

/** What waits after the oldest goes on as if that had not been. */
function withoutFirst(after: Spec, base: Spec): void {
  edits.value = edits.value.slice(1);
  moved(after, base, "mine");
  showWaiting(base);
}

/** An undo that cannot be had whole is a change back; what may not be is told and forgotten. */
function refuseRevising(why: Problem, next: WaitingEdit): void {
  batch(() => {
    if (next.by?.type === "undo" && why.status === 409) {
      patchInstead(next, why.code === "state_not_kept" ? "not_kept" : "changed");
      return;
    }
    problem.value = why;
    forgetEntry((entry) => entry.made?.includes(next.number) ?? false);
    withoutFirst(next.after, confirmed()?.spec ?? next.after);
    finish(next, null);
  });
}

/** Whether an entry began from what the server has. */
export function isFirst(entry: UndoEntry): boolean {
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
    if (now !== null) wanted.value = now.spec;
    refused.value = null;
    discard(isFirst);
  });
}

/** What the server has now, put together with what this page changed beyond what it had. */
function rebase(current: Received): void {
  const [base, now, first] = [confirmed(), wanted.value, edits.value[0]];
  const sent = first?.sent == null || first.by !== null ? null : first;
  if (base === null || now === null) {
    beginOwn(current.revision);
    confirm(current);
    wanted.value = current.spec;
    return;
  }
  // An edit whose answer was lost may have arrived all the same.
  const hasArrived =
    sent !== null &&
    changed(merge(base.spec, current.spec, sent.after, "mine").document, current.spec).length === 0;
  if (hasArrived) isMine(current.revision);
  if (hasArrived && current.revision === base.revision + 1) madeHere(sent.number, current.revision);
  else madeElsewhere(current.revision);
  const from = hasArrived ? sent.after : base.spec;
  const { document, conflicts } = merge(from, current.spec, now);
  batch(() => {
    if (conflicts.length > 0) {
      leave(edits.value, CONFLICT);
      dropOf(null);
      conflict.value = {
        author: current.author ?? "",
        fields: conflicts,
        theirs: document,
        mine: merge(from, current.spec, now, "mine").document,
      };
      discard(isFirst);
    }
    confirm(current);
    if (hasArrived) edits.value = edits.value.slice(1);
    moved(from, current.spec, "theirs");
    wanted.value = document;
  });
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
  recalled.value = null;
  for (const finished of waiters.values()) finished(null);
  waiters.clear();
}

/** Takes up what the page before this one had asked for in this session; `push` sends it. */
export function takeUp(
  base: Confirmed,
  waited: readonly WaitingEdit[],
  ownSince: number | null,
): void {
  const last = waited.at(-1);
  if (last === undefined) return;
  batch(() => {
    confirm(base);
    beginOwn(base.revision, ownSince);
    numberFrom(last.number);
    edits.value = waited.map((edit) => ({ ...PLAIN, ...edit }));
    wanted.value = last.after;
  });
}
