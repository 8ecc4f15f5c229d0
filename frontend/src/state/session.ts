/** The session on this page: its spec, status and connection, its edits, undo and commands. */
import { batch, computed, signal } from "@preact/signals";
import { applyPatch, compare } from "fast-json-patch";
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
  ProbeSpec,
  Problem,
  ServerMessage,
  Spec,
  Status,
} from "../wire/types";
import { appendCurves, clearCurves } from "./curves";
import { forget, onDrawn, receive } from "./frames";

/** What the page shows: the user's last wish, at once, before the server has confirmed it. */
export const spec = signal<Spec | null>(null);
export const status = signal<Status | null>(null);
export const connection = signal<Connection>("connecting");
/** When the connection broke, in milliseconds since 1970; null while it stands. */
export const brokenSince = signal<number | null>(null);
export const carried = signal<{ revision: number; report: Carried } | null>(null);
export const problem = signal<Problem | null>(null);
export const viewers = signal(1);
export const canEdit = signal(true);
export const access = signal<Access | null>(null);
export const viewToken = signal<string | null>(null);

interface Confirmed {
  readonly revision: number;
  readonly spec: Spec;
}

let confirmed: Confirmed | null = null;
let sending = false;
let stream: Stream | null = null;

interface Past {
  readonly spec: Spec;
  readonly gesture: string;
}

/** Edits of one gesture within this time are undone together. */
const GESTURE_MS = 700;
const MOST_UNDO = 200;
const past = signal<readonly Past[]>([]);
const future = signal<readonly Spec[]>([]);
let lastEdit = { gesture: "", time: 0 };
/** While the pointer is down, a drag goes on, however slowly. */
let held = false;
addEventListener("pointerdown", () => {
  held = true;
  lastEdit = { gesture: "", time: 0 };
});
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => (held = false));

export const canUndo = computed(() => past.value.length > 0);
export const canRedo = computed(() => future.value.length > 0);
export const playing = computed(() => status.value?.state === "playing");
export const revision = signal(0);

/** Changes the spec now and tells the server. A slider's drag is one `gesture`, undone at once. */
export function edit(gesture: string, change: (spec: Spec) => Spec): void {
  const before = spec.value;
  if (before === null || !canEdit.value) return;
  const after = change(before);
  if (compare(before, after).length === 0) return;
  const now = Date.now();
  const same = gesture === lastEdit.gesture && (held || now - lastEdit.time < GESTURE_MS);
  lastEdit = { gesture, time: now };
  batch(() => {
    if (!same) past.value = [...past.value, { spec: before, gesture }].slice(-MOST_UNDO);
    future.value = [];
    spec.value = after;
    problem.value = null;
  });
  push();
}

export function undo(): void {
  const last = past.value.at(-1);
  if (last === undefined || spec.value === null) return;
  travel(last.spec, past.value.slice(0, -1), [...future.value, spec.value]);
}

export function redo(): void {
  const next = future.value.at(-1);
  if (next === undefined || spec.value === null) return;
  travel(next, [...past.value, { spec: spec.value, gesture: "redo" }], future.value.slice(0, -1));
}

function travel(to: Spec, pastNow: readonly Past[], futureNow: readonly Spec[]): void {
  lastEdit = { gesture: "", time: 0 };
  batch(() => {
    past.value = pastNow;
    future.value = futureNow;
    spec.value = to;
  });
  push();
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
      const patch = compare(confirmed.spec, spec.value);
      if (patch.length === 0) break;
      const base: Confirmed = confirmed;
      try {
        accept(await patchSpec(access.value, base.revision, patch));
      } catch (error) {
        if (!(error instanceof Refusal)) {
          // The server is away; the stream's return brings its spec and pushes again.
          break;
        }
        if (error.current === null) {
          refuse(error.problem);
          break;
        }
        rebase(error.current, patch, error.problem);
      }
    }
  } finally {
    sending = false;
  }
}

function accept(next: Confirmed): void {
  if (confirmed !== null && next.revision < confirmed.revision) return;
  confirmed = next;
  revision.value = next.revision;
}

/** The server does not want it: show its sentence and its spec. */
function refuse(why: Problem): void {
  batch(() => {
    problem.value = why;
    if (confirmed !== null) spec.value = confirmed.spec;
    past.value = past.value.slice(0, -1);
  });
}

/** Somebody else's edit came first: ours is put on top where it still fits. */
function rebase(current: Confirmed, patch: ReturnType<typeof compare>, why: Problem): void {
  accept(current);
  try {
    spec.value = applyPatch(structuredClone(current.spec), patch, true).newDocument;
  } catch {
    refuse(why);
  }
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
export async function begin(creation: Creation): Promise<void> {
  const made = await createSession(creation);
  viewToken.value = made.links.view;
  confirmed = { revision: made.revision, spec: made.spec };
  revision.value = made.revision;
  spec.value = made.spec;
  join({ id: made.id, token: made.links.edit ?? made.links.view });
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
    past.value = [];
    future.value = [];
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
    case "spec": {
      const hadWish =
        confirmed !== null && spec.value !== null && compare(confirmed.spec, spec.value).length > 0;
      accept({ revision: message.revision, spec: message.spec });
      batch(() => {
        if (!hadWish) spec.value = confirmed?.spec ?? message.spec;
        canEdit.value = message.rights === "edit";
      });
      if (hadWish) push();
      break;
    }
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
      viewers.value = message.viewers;
      break;
    case "pong":
      break;
  }
}
