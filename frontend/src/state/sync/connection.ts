/** Makes and joins sessions, and hears what the stream of the one joined tells. */
import { batch, effect } from "@preact/signals";
import type { Access, Creation } from "../../wire/api";
import { BY_TEACHER } from "../../wire/sharing";
import { areSocketsRefused, type Connection, Stream } from "../../wire/stream";
import type { ProbeSpec, ServerMessage, SessionMade } from "../../wire/types";
import { appendCurves, clearCurves } from "../live/curves";
import { forget, onDrawn, receive } from "../live/frames";
import { membership } from "../people/membership";
import { forgetNews, hearNews } from "../people/news";
import { myName, people, right } from "../people/people";
import { conflict } from "./conflict";
import { create } from "./creating";
import { breakOff, hurry, isCutOff } from "./delivery";
import { clearJournal } from "./journal";
import type { Left } from "./left";
import { commands, edits, keepWaiting, takeKept, waiting } from "./outbox";
import { beginOwn, ownSince } from "./own-revisions";
import { found } from "./refusals";
import "./problems";
import { forgetEdits, hearSpec, push, takeUp } from "./sending";
import {
  access,
  brokenSince,
  canEdit,
  carried,
  command,
  confirm,
  confirmed,
  connection,
  endedBy,
  forgetConfirmed,
  isOnEvents,
  looked,
  problem,
  refused,
  status,
  wanted,
} from "./session";

let stream: Stream | null = null;

/** What sends the edits of a session that is left; it comes after the first sight, while the network is there. */
let left: typeof import("./left") | null = null;
async function loadLeft(): Promise<typeof import("./left")> {
  left ??= await import("./left");
  return left;
}
const leaveBehind = (waits: Left): void =>
  void loadLeft().then(
    (loaded) => loaded.leaveBehind(waits),
    () => {
      problem.value = found("edits_lost");
    },
  );

/** Makes a session on the server and joins it. Throws `Refusal` when the server refuses the spec. */
export async function begin(creation: Creation): Promise<SessionMade> {
  const made = await create(creation);
  batch(() => {
    const to = { id: made.id, token: made.links.edit ?? made.links.view };
    leaveFor(to);
    connect(to);
    beginOwn(made.revision);
    confirm(made);
    wanted.value = made.spec;
  });
  takeUpKept(made);
  return made;
}

/** Joins a session by its token; the one that is joined already goes on, with all that waits in it. */
export function join(to: Access): void {
  const own = access.peek();
  const isAnother = own?.id !== to.id || own.token !== to.token;
  if (isAnother) leaveFor(to);
  connect(to);
  if (isAnother) takeUpKept(to);
}

function connect(to: Access): void {
  stream?.close();
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

/** Forgets the session joined before; what waits in it is sent all the same. */
function leaveFor(to: Access): void {
  const [own, has] = [access.peek(), confirmed()];
  const waits =
    own === null || own.id === to.id || has === null
      ? null
      : { ...own, confirmed: has, edits: edits.peek(), ownSince: ownSince() };
  forget();
  clearCurves();
  batch(() => {
    access.value = to;
    status.value = looked.value = null;
    carried.value = null;
    forgetEdits();
    forgetConfirmed();
    problem.value = refused.value = null;
    membership.value = conflict.value = endedBy.value = right.value = null;
    people.value = [];
    forgetNews();
    clearJournal();
    begunAnewAt = 0;
  });
  if (waits?.edits.some(({ isRefused }) => !isRefused)) leaveBehind(waits);
}

/** What this tab's last page had asked for in the session, and no answer had come. */
function takeUpKept(to: Pick<Access, "id">): void {
  const before = takeKept();
  const isOwn = before?.id === to.id;
  if (before?.token !== undefined && !isOwn) leaveBehind({ ...before, token: before.token });
  const behind = left?.takeLeft(to.id);
  const kept = isOwn ? before : behind;
  if (kept == null) return;
  takeUp(kept.confirmed, kept.edits, kept.ownSince);
  for (const each of isOwn ? before.commands : []) void command(each.command, each);
  push();
}

/** The page may be gone for good whenever it is hidden. */
function keepForReload(): void {
  clearTimeout(keeping);
  keeping = undefined;
  const [to, has] = [access.peek(), confirmed()];
  if (to !== null && has !== null) keepWaiting(to, has, ownSince());
}

/** It may also end without a word: what is not answered soon is kept while it waits. */
const KEEP_AFTER_MS = 250;
let keeping: ReturnType<typeof setTimeout> | undefined;
effect(() => {
  if (edits.value.length + commands.value.length === 0) keepForReload();
  else keeping ??= setTimeout(keepForReload, KEEP_AFTER_MS);
});
addEventListener("pagehide", keepForReload);
document.addEventListener("visibilitychange", () => {
  if (document.hidden) keepForReload();
});

/** The revision with which the session last began anew by its teacher's word. */
let begunAnewAt = 0;

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
  if (state === "reconnecting") {
    isCutOff.value = true;
    breakOff();
  }
  batch(() => {
    endedBy.value = code ?? null;
    connection.value = state;
    isOnEvents.value = areSocketsRefused();
    brokenSince.value = state === "open" ? null : (brokenSince.value ?? Date.now());
    // The server answers hello with a snapshot: everything that was is told again.
    if (state === "open") clearCurves();
  });
  if (state !== "open") return;
  hurry();
  loadLeft().then(
    ({ sendLeft }) => sendLeft(),
    () => {},
  );
}

function hear(message: ServerMessage): void {
  switch (message.type) {
    case "spec":
      right.value = message.rights;
      canEdit.value = message.rights === "edit";
      hearNews({ ...message, author: message.author ?? "" });
      hearSpec({ ...message, shapes: message.shapes ?? [] });
      // It begins anew: what an edit before it carried over is gone.
      if (message.author === BY_TEACHER) {
        carried.value = null;
        begunAnewAt = message.revision;
      }
      break;
    case "status":
      status.value = message;
      if (message.looking === null) looked.value = null;
      break;
    case "look":
      looked.value = message;
      break;
    case "curves":
      appendCurves(message);
      break;
    case "carried":
      // The report of an edit before it may come after it.
      if (message.revision >= begunAnewAt)
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

/** Whoever closes the page while changes wait is asked first: they would be lost. */
addEventListener("beforeunload", (event) => {
  if (waiting.peek() > 0 && connection.peek() === "reconnecting") event.preventDefault();
});
