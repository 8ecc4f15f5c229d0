/** The session on this page: its spec, status and connection, its edits, undo and commands. */
import { batch, computed, effect, signal } from "@preact/signals";
import { applyPatch, compare, type Operation } from "fast-json-patch";
import {
  type Access,
  type Creation,
  createSession,
  patchSpec,
  Refusal,
  sendCommand,
} from "../wire/api";
import { type Connection, Stream } from "../wire/stream";
import type {
  Carried,
  Command,
  LayerShape,
  Mend,
  ProbeSpec,
  Problem,
  ServerMessage,
  SessionMade,
  Spec,
  Status,
} from "../wire/types";
import { conflict, withMine } from "./conflict";
import { appendCurves, clearCurves } from "./curves";
import { nature } from "./datasets";
import { forget, onDrawn, receive, showSince } from "./frames";
import { clearJournal, type Deed, newestDeed, record, strike } from "./journal";
import { membership } from "./membership";
import { changed, merge } from "./merge";
import { forgetNews, hearNews, isMine, tellNews } from "./news";
import { myName, people, right } from "./people";
import { AGAIN_MS, CONFLICT, isAway, isGone } from "./refusals";
import { mended, request } from "./requests";
import { likely, type Told } from "./shapes";

/** What the page shows: the user's last wish, at once, before the server has confirmed it. */
export const spec = signal<Spec | null>(null);
export const status = signal<Status | null>(null);
export const connection = signal<Connection>("connecting");
/** When the connection broke, in milliseconds since 1970; null while it stands. */
export const brokenSince = signal<number | null>(null);
export const carried = signal<{ revision: number; report: Carried } | null>(null);
export const problem = signal<Problem | null>(null);
export const canEdit = signal(true);
export const access = signal<Access | null>(null);
/** The close code with which the server ended the stream for good, or null. */
export const endedBy = signal<number | null>(null);

/**
 * Why the server refused what the page shows, where it knows ways out: the wish stays until it is
 * mended, changed or given up.
 */
export const refused = signal<Problem | null>(null);

interface Confirmed extends Told {
  readonly revision: number;
}

let confirmed: Confirmed | null = null;
/** `since` is the revision that brought data of this nature, as far as this page knows. */
const told = signal<(Confirmed & { readonly since: number }) | null>(null);

const sameNature = (one: Spec, other: Spec) => nature(one.data) === nature(other.data);

function confirm(now: { revision: number; spec: Spec; shapes?: readonly LayerShape[] }): void {
  const before = told.peek();
  const goesOn = before === null || sameNature(before.spec, now.spec);
  confirmed = { ...now, shapes: now.shapes ?? [] };
  told.value = { ...confirmed, since: goesOn ? (before?.since ?? 0) : now.revision };
}

/** Pictures of data of another nature than the user's last wish are not shown, not even at first. */
showSince(
  computed(() => {
    const [wish, has] = [spec.value, told.value];
    if (wish === null || has === null) return 0;
    return sameNature(wish, has.spec) ? has.since : has.revision + 1;
  }),
);

const likelyShapes = computed(() =>
  spec.value === null ? { layers: [], stale: false } : likely(spec.value, told.value),
);
/** Each layer's shape, blocks written out, the output last. */
export const shapes = computed(() => likelyShapes.value.layers);
/** Whether an edit waits for the server to say what the shapes are. */
export const shapesStale = computed(() => likelyShapes.value.stale);

interface Heard extends Confirmed {
  /** Who made it so; null or "" where nobody knows. */
  readonly author: string | null;
}

let heard: Heard | null = null;
/** The wish last sent, until its answer is here. */
let unanswered: Spec | null = null;
let sending = false;
let stream: Stream | null = null;

export const playing = computed(() => status.value?.state === "playing");

interface EditDeed extends Deed {
  readonly before: Spec;
  readonly after: Spec;
}

/** Only what differs is undone, and only while it is as this edit left it. */
const deedOf = (gesture: string, before: Spec, after: Spec): EditDeed => ({
  gesture,
  before,
  after,
  undo: () => putOnTop(compare(after, before, true)),
  redo: () => putOnTop(compare(before, after, true)),
});

/** Whether one undo takes back what made the data those of another nature. */
export const undoesNature = computed(() => {
  const [deed, now] = [newestDeed.value, spec.value];
  if (deed === undefined || now === null || !("before" in deed)) return false;
  const { before, after } = deed as EditDeed;
  return !sameNature(before, after) && sameNature(after, now);
});

/** Changes the spec now and tells the server. A slider's drag is one `gesture`, undone at once. */
export function edit(gesture: string, change: (spec: Spec) => Spec): void {
  const before = spec.value;
  if (before === null || !canEdit.value) return;
  const after = change(before);
  if (compare(before, after).length === 0) return;
  batch(() => {
    record(deedOf(gesture, before, after), (first, now) =>
      deedOf(gesture, first.before, now.after),
    );
    spec.value = after;
    problem.value = null;
  });
  push();
}

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
    while (confirmed !== null && spec.value !== null && access.value !== null) {
      const to = access.value;
      const wish = spec.value;
      const patch = request(confirmed.spec, wish);
      if (patch.length === 0) {
        refused.value = null;
        break;
      }
      unanswered = wish;
      const answer = await patchSpec(to, confirmed.revision, patch, myName.peek()).catch(
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
      if (!(answer instanceof Refusal)) accept(answer as Confirmed, wish);
      else if (answer.current !== null) rebase({ shapes: [], ...answer.current });
      else if (spec.value === wish) refuse(answer.problem);
      if (heard !== null) takeHeard();
      if (refused.value !== null && spec.value === wish) break;
    }
  } finally {
    sending = false;
    tellNews();
  }
  if (heard !== null) {
    takeHeard();
    push();
  }
}

/** The server may have put it together with what somebody else changed in other fields. */
function accept(answer: Confirmed, wish: Spec): void {
  isMine(answer.revision);
  const now = spec.value;
  batch(() => {
    confirm(answer);
    refused.value = null;
    if (now !== null && changed(wish, answer.spec).length > 0)
      spec.value = merge(wish, answer.spec, now).document;
  });
}

/** The server does not want it: what it can mend stays, else show its sentence and its spec. */
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

/** Whether a deed began from what the server has. */
const isFirst = (deed: Deed) =>
  confirmed !== null &&
  "before" in deed &&
  compare(confirmed.spec, deed.before as Spec).length === 0;

/** Back from what the server refused to what it has. */
export function giveUp(): void {
  const now = confirmed;
  batch(() => {
    if (now !== null) spec.value = now.spec;
    refused.value = null;
    strike(isFirst);
  });
}

/** One of the ways out of a refusal: what was refused and its mend are one edit, undone at once. */
export function takeMend(mend: Mend): void {
  if (confirmed === null || spec.value === null) return;
  const before = confirmed.spec;
  const after = patched(before, mended(compare(before, spec.value), mend));
  if (after === null) {
    problem.value = CONFLICT;
    giveUp();
    return;
  }
  batch(() => {
    strike(isFirst);
    record(deedOf(`mend ${mend.code}`, before, after), (_, now) => now);
    spec.value = after;
    refused.value = null;
    problem.value = null;
  });
  push();
}

/** What the server has now, put together with what this page wishes beyond what it had. */
function rebase(current: Heard): void {
  const [base, wish, sent] = [confirmed, spec.value, unanswered];
  unanswered = null;
  if (base === null || wish === null) {
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
  const { document, conflicts } = merge(from, current.spec, wish);
  batch(() => {
    if (conflicts.length > 0) {
      conflict.value = {
        author: current.author ?? "",
        fields: conflicts,
        theirs: document,
        mine: merge(from, current.spec, wish, "mine").document,
      };
      strike(isFirst);
    }
    confirm(current);
    spec.value = document;
  });
}

/** Of a conflict: what this page had wished, after all. */
export function putMine(): void {
  const crossed = conflict.value;
  conflict.value = null;
  if (crossed !== null) edit("mine", (now) => withMine(crossed, now));
}

/** The newest spec that the stream told while an edit was under way. */
function takeHeard(): void {
  if (heard !== null && confirmed !== null && heard.revision > confirmed.revision) rebase(heard);
  heard = null;
}

export async function command(wish: Command): Promise<void> {
  if (access.value === null) return;
  try {
    await sendCommand(access.value, wish);
  } catch (error) {
    if (error instanceof Refusal) problem.value = error.problem;
  }
}

/** Makes a session on the server and joins it. Throws `Refusal` when the server refuses the spec. */
export async function begin(creation: Creation): Promise<SessionMade> {
  const made = await createSession(creation);
  batch(() => {
    join({ id: made.id, token: made.links.edit ?? made.links.view });
    confirm(made);
    spec.value = made.spec;
  });
  return made;
}

/** Joins a session by its token. */
export function join(to: Access): void {
  stream?.close();
  forget();
  clearCurves();
  batch(() => {
    access.value = to;
    status.value = null;
    carried.value = null;
    confirmed = heard = unanswered = null;
    refused.value = told.value = null;
    membership.value = conflict.value = endedBy.value = right.value = null;
    people.value = [];
    forgetNews();
    clearJournal();
  });
  const joined = new Stream(
    `/api/sessions/${to.id}/stream`,
    to.token,
    {
      message: hear,
      bundle: receive,
      connection: connected,
    },
    myName.peek(),
  );
  stream = joined;
  if (watched !== null) joined.watch(watched.probes, watched.maxFps);
  onDrawn((frame) => joined.acknowledge(frame));
}

let watched: { readonly probes: readonly ProbeSpec[]; readonly maxFps: number } | null = null;

/** What to look at from now on, in this session and in the next one joined. */
export function watch(probes: readonly ProbeSpec[], maxFps: number): void {
  watched = { probes, maxFps };
  stream?.watch(probes, maxFps);
}

/** Tells everybody else how this page's user is called now. */
effect(() => {
  const name = myName.value;
  stream?.introduce(name);
});

function connected(state: Connection, code?: number): void {
  batch(() => {
    endedBy.value = code ?? null;
    connection.value = state;
    brokenSince.value = state === "open" ? null : (brokenSince.value ?? Date.now());
    // The server answers hello with a snapshot: everything that was is told again.
    if (state === "open") clearCurves();
  });
}

function hear(message: ServerMessage): void {
  switch (message.type) {
    case "spec":
      right.value = message.rights;
      canEdit.value = message.rights === "edit";
      heard = { ...message, shapes: message.shapes ?? [] };
      hearNews({ ...message, author: message.author ?? "" });
      if (heard.revision === confirmed?.revision) confirm(heard);
      // While an edit is under way its answer comes first: this may be its echo.
      if (sending) break;
      rebase(heard);
      heard = null;
      tellNews();
      push();
      break;
    case "status":
      status.value = message;
      break;
    case "curves":
      appendCurves(message);
      break;
    case "carried":
      carried.value = { revision: message.revision, report: message.carried };
      break;
    case "error":
      problem.value = message.problem;
      break;
    case "pupil":
      membership.value = message;
      break;
    case "presence":
      people.value = message.people;
      break;
    case "pong":
      break;
  }
}
