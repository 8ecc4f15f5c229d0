/**
 * What this page has asked for and the server has not answered: kept in the order in which it was
 * asked, each with an id by which it is done once, also over a reload of the page.
 */
import { computed, signal } from "@preact/signals";
import type { Operation } from "fast-json-patch";
import type { ConfirmedShapes } from "../../spec/shapes";
import type { Access } from "../../wire/api";
import type { Command, Problem, Spec } from "../../wire/types";

/** What the server has, as far as the page knows. */
interface Confirmed extends ConfirmedShapes {
  readonly revision: number;
}

/** An edit as it was sent: it is sent again to the letter. */
export interface SentEdit {
  readonly request: string;
  readonly revision: number;
  readonly patch: readonly Operation[];
  readonly author: string;
}

export interface SentCommand {
  readonly request: string;
  readonly command: Command;
}

/** What makes a revision without a patch: it goes in order with the edits. */
export type Revising =
  | {
      readonly type: "undo";
      /** The numbers of what is taken back, and the first revision that it made, if known by then. */
      readonly of: readonly number[];
      readonly first: number | null;
    }
  | Extract<Command, { type: "reset" | "continue" }>;

export interface WaitingEdit {
  /** Ascending in the order of the edits. */
  readonly number: number;
  readonly gesture: string;
  /** When it was made, in milliseconds since 1970. */
  readonly made: number;
  /** The set-up to which it leads. */
  readonly after: Spec;
  readonly sent: SentEdit | SentCommand | null;
  /** The server does not take it as it is, and knows ways out: nothing waits for it. */
  readonly isRefused: boolean;
  /** Null where it is a patch. */
  readonly by: Revising | null;
  /** The requests of the commands that were given before it and come before it. */
  readonly behind: readonly string[];
  /** The number of the edit to which it belongs: where that is not taken, it is not done. */
  readonly ofEdit: number | null;
}

export interface WaitingCommand {
  readonly to: Access;
  readonly command: Command;
  readonly request: string;
  /** When it was given, in milliseconds since 1970. */
  readonly made: number;
  /** The edits up to this number were made before it. */
  readonly after: number;
  /** It belongs to the last of them: where that is not taken, it is not done. */
  readonly ofEdit: boolean;
}

/** What a reload finds again. */
export interface Kept {
  readonly id: string;
  /** With which the session was joined. */
  readonly token?: string;
  readonly confirmed: Confirmed;
  readonly edits: readonly WaitingEdit[];
  readonly commands: readonly Omit<WaitingCommand, "to">[];
  /** Each revision from this one on was made by the page; null where the newest was not. */
  readonly ownSince: number | null;
}

const KEPT = "waiting";
/** Of the 5 MB that a browser keeps of one site. */
const MAX_KEPT = 2 * 2 ** 20;
/** More are not sent each by itself: what is changed further joins the last. */
export const MAX_EDITS = 300;

export const edits = signal<readonly WaitingEdit[]>([]);
export const commands = signal<readonly WaitingCommand[]>([]);

/** How many changes wait for an answer. */
export const waiting = computed(
  () => edits.value.filter(({ isRefused }) => !isRefused).length + commands.value.length,
);

/** Since when the oldest of them waits, in milliseconds since 1970; null where none does. */
export const waitingSince = computed(() => {
  const oldest = [edits.value.find(({ isRefused }) => !isRefused), commands.value[0]];
  const times = oldest.flatMap((each) => (each === undefined ? [] : [each.made]));
  return times.length === 0 ? null : Math.min(...times);
});

/** Why edits were not taken, by their numbers: what belongs to one is not done either. */
const untaken = new Map<number, Problem>();
/** What belongs to an edit follows it soon. */
const MAX_UNTAKEN = 100;

export const whyUntaken = (number: number): Problem | undefined => untaken.get(number);

export function leave(edits: readonly WaitingEdit[], why: Problem): void {
  for (const { number } of edits) untaken.set(number, why);
  for (const oldest of [...untaken.keys()].slice(0, -MAX_UNTAKEN)) untaken.delete(oldest);
}

let numbers = 0;
export const nextNumber = (): number => ++numbers;
export const newestNumber = (): number => numbers;
/** Numbers on from those of the page before this one. */
export function numberFrom(last: number): void {
  numbers = Math.max(numbers, last);
}

/** An id of what is asked, which nobody else chooses. Not `randomUUID`: there is none without TLS. */
export function newRequest(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Keeps what waits in the session for the page that comes after this one. */
export function keepWaiting(
  { id, token }: Access,
  confirmed: Confirmed,
  ownSince: number | null,
): void {
  const own = commands.peek().filter(({ to }) => to.id === id);
  const kept: Kept = { id, token, confirmed, edits: edits.peek(), commands: own, ownSince };
  try {
    sessionStorage.removeItem(KEPT);
    if (kept.edits.length + own.length === 0) return;
    const text = JSON.stringify(kept);
    if (text.length < MAX_KEPT) sessionStorage.setItem(KEPT, text);
  } catch {
    // Storage may be refused, and be full.
  }
}

/** What the page before this one has left waiting, in whatever session; it is told once. */
export function takeKept(): Kept | null {
  try {
    const text = sessionStorage.getItem(KEPT);
    sessionStorage.removeItem(KEPT);
    return JSON.parse(text ?? "null") as Kept | null;
  } catch {
    return null;
  }
}
