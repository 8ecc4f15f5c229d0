/** The class that this page teaches: what its stream tells, and the teacher's commands. */

import { batch, computed, effect, signal } from "@preact/signals";
import { download } from "../state/live/pictures";
import { breakOff, deliver, hurry } from "../state/sync/delivery";
import { newRequest } from "../state/sync/outbox";
import { isOnEvents } from "../state/sync/session";
import { type Access, Refusal } from "../wire/api";
import { CLOSE_CODES } from "../wire/catalogue";
import {
  type ClassCommand,
  type ClassMessage,
  ClassStream,
  commandClass,
  fetchResults,
  type PupilState,
} from "../wire/classroom";
import { areSocketsRefused, type Connection } from "../wire/stream";
import type { Problem } from "../wire/types";
import { forgetTaught, keepTaught } from "./class-storage";
import { arranged, type Sort } from "./order";
import { Pictures } from "./pictures";

/** Pictures a second: the rate of the server's figures; more would not be seen on a small tile. */
const PICTURES_FPS = 2;
const SORTED_EVERY_MS = 4000;

export const teaching = signal<Access | null>(null);
/** The newest state of the class from the server; it stays when the class is over. */
export const room = signal<ClassMessage | null>(null);
export const connection = signal<Connection>("connecting");
/** When the connection broke, in milliseconds since 1970; null while it stands. */
export const brokenSince = signal<number | null>(null);
/** The reason why the stream has ended. */
export const closed = signal<"over" | "unknown" | "foreign" | null>(null);
export const refusal = signal<Problem | null>(null);
export const sort = signal<Sort>("joined");

/** The order of the tiles, by pupils' ids. */
export const order = signal<readonly string[]>([]);
export const pupils = computed<readonly PupilState[]>(() => room.value?.pupils ?? []);
export const pupilsById = computed(
  () => new Map(pupils.value.map((pupil) => [pupil.id, pupil] as const)),
);

/** The way into a session of the class: the teacher's token opens each of them. */
export const inClass = (session: string): Access => ({
  id: session,
  token: teaching.value?.token ?? "",
});

let stream: ClassStream | null = null;
export const pictures = new Pictures((frame) => stream?.acknowledge(frame));

function connected(state: Connection, code?: number): void {
  if (state === "reconnecting") breakOff();
  if (state === "open") hurry();
  batch(() => {
    connection.value = state;
    isOnEvents.value = areSocketsRefused();
    brokenSince.value = state === "open" ? null : (brokenSince.value ?? Date.now());
    if (state !== "gone") return;
    closed.value =
      code === CLOSE_CODES.over ? "over" : code === CLOSE_CODES.unknown ? "unknown" : "foreign";
    if (teaching.value !== null && closed.value !== "foreign") forgetTaught(teaching.value.id);
  });
}

/** Begins to look at a class. Call once; returns the way out. */
export function teach(access: Access): () => void {
  teaching.value = access;
  const opened = new ClassStream(access, {
    message(message) {
      if (message.type === "error") refusal.value = message.problem;
      if (message.type !== "class") return;
      room.value = message;
      keepTaught({ ...access, code: message.code, until: message.until });
    },
    bundle: (bundle) => pictures.receive(bundle),
    connection: connected,
  });
  stream = opened;
  const watch = () => opened.watch([], document.hidden ? 0 : PICTURES_FPS);
  watch();
  document.addEventListener("visibilitychange", watch);
  const stops = [
    followOrder(),
    () => document.removeEventListener("visibilitychange", watch),
    () => opened.close(),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Sorted at once by another choice and by hands; by figures that move, every few seconds. */
function followOrder(): () => void {
  let by: Sort | null = null;
  let at = 0;
  return effect(() => {
    const [now, chosen] = [pupils.value, sort.value];
    // What somebody types into would lose the focus by being moved.
    if (by === chosen && document.activeElement?.closest(".tiles .popover")) {
      order.value = arranged(order.peek(), now, "step", false);
      return;
    }
    const due = by !== chosen || Date.now() - at >= SORTED_EVERY_MS;
    if (due) {
      by = chosen;
      at = Date.now();
    }
    order.value = arranged(order.peek(), now, chosen, due);
  });
}

let before: Promise<unknown> = Promise.resolve();

/** How many commands the server has not answered. */
export const waiting = signal(0);

/**
 * In the order of the clicks, each until it is answered. True when the server has taken it; else why
 * not is on the page.
 */
export function tellClass(command: ClassCommand): Promise<boolean> {
  waiting.value += 1;
  const given = { command, request: newRequest(), made: Date.now() };
  const answer = before.then(() => tell(given)).finally(() => (waiting.value -= 1));
  before = answer;
  return answer;
}

interface Given {
  readonly command: ClassCommand;
  readonly request: string;
  readonly made: number;
}

async function tell({ command, request, made }: Given): Promise<boolean> {
  const to = teaching.value;
  if (to === null) return false;
  const why = await deliver(() => commandClass(to, command, request), made);
  refusal.value = why === null ? null : why.problem;
  return why === null;
}

export async function takeResults(): Promise<void> {
  if (teaching.value === null) return;
  try {
    download(await fetchResults(teaching.value), `class-${room.value?.code ?? ""}.csv`);
  } catch (error) {
    if (error instanceof Refusal) refusal.value = error.problem;
  }
}
