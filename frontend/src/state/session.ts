/** The session on this page: its spec, status and connection, its edits, undo and commands. */
import { batch, computed, signal } from "@preact/signals";
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
import { appendCurves, clearCurves } from "./curves";
import { forget, onDrawn, receive } from "./frames";
import { clearJournal, type Deed, record, strike } from "./journal";
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

/**
 * Why the server refused what the page shows, where it knows ways out: the wish stays until it is
 * mended, changed or given up.
 */
export const refused = signal<Problem | null>(null);

interface Confirmed extends Told {
  readonly revision: number;
}

let confirmed: Confirmed | null = null;
const told = signal<Told | null>(null);

function confirm(now: { revision: number; spec: Spec; shapes?: readonly LayerShape[] }): void {
  confirmed = { ...now, shapes: now.shapes ?? [] };
  told.value = confirmed;
}

const likelyShapes = computed(() =>
  spec.value === null ? { layers: [], stale: false } : likely(spec.value, told.value),
);
/** Each layer's shape, blocks written out, the output last. */
export const shapes = computed(() => likelyShapes.value.layers);
/** Whether an edit waits for the server to say what the shapes are. */
export const shapesStale = computed(() => likelyShapes.value.stale);

let heard: Confirmed | null = null;
/** The wish last sent, until its answer is here. */
let unanswered: Spec | null = null;
let sending = false;
let stream: Stream | null = null;

/** Two edits met in one field: the catalogue says what to do. */
const CONFLICT: Problem = {
  type: "/problems/conflict",
  title: "Conflict",
  status: 409,
  detail: "",
  code: "conflict",
  pointer: null,
  params: {},
  mends: [],
};

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
      const answer = await patchSpec(to, confirmed.revision, patch).catch((why: unknown) => why);
      // Another session was joined meanwhile: the answer is not about this one.
      if (access.value !== to) continue;
      // The server is away, or is a new one; the stream's return brings its spec and pushes again.
      if (answer instanceof Error && (!(answer instanceof Refusal) || isGone(answer))) break;
      unanswered = null;
      if (!(answer instanceof Refusal)) accept(answer as Confirmed);
      else if (answer.current !== null) rebase({ shapes: [], ...answer.current });
      else if (spec.value === wish) refuse(answer.problem);
      if (heard !== null) takeHeard();
      if (refused.value !== null && spec.value === wish) break;
    }
  } finally {
    sending = false;
  }
  if (heard !== null) {
    takeHeard();
    push();
  }
}

const isGone = ({ problem: { status: code } }: Refusal) => code === 404;

function accept(answer: Confirmed): void {
  batch(() => {
    confirm(answer);
    refused.value = null;
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

/** What the server has now, with what this page wishes on top of it, where it still fits. */
function rebase(current: Confirmed): void {
  const [base, wish] = [confirmed, spec.value];
  // An edit whose answer was lost may have arrived all the same.
  const arrived = unanswered !== null && compare(unanswered, current.spec).length === 0;
  unanswered = null;
  confirm(current);
  if (arrived) return;
  const mine = base === null || wish === null ? [] : compare(base.spec, wish);
  const together = patched(current.spec, mine);
  if (together === null) refuse(CONFLICT);
  else spec.value = together;
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
    clearJournal();
  });
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const joined = new Stream(`${scheme}://${location.host}/api/sessions/${to.id}/stream`, to.token, {
    message: hear,
    bundle: receive,
    connection: connected,
  });
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

function connected(state: Connection): void {
  batch(() => {
    connection.value = state;
    brokenSince.value = state === "open" ? null : (brokenSince.value ?? Date.now());
    // The server answers hello with a snapshot: everything that was is told again.
    if (state === "open") clearCurves();
  });
}

function hear(message: ServerMessage): void {
  switch (message.type) {
    case "spec":
      canEdit.value = message.rights === "edit";
      heard = { ...message, shapes: message.shapes ?? [] };
      if (heard.revision === confirmed?.revision) confirm(heard);
      // While an edit is under way its answer comes first: this may be its echo.
      if (sending) break;
      rebase(heard);
      heard = null;
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
    case "presence":
    case "pong":
      break;
  }
}
