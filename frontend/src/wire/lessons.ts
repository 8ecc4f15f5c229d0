/** Lessons as the server has them, their addresses, and what a page beside others is told and tells. */
import { refusalOf } from "./api";

export type ByLanguage<Text> = { readonly en: Text; readonly ko: Text };

export interface LessonSession {
  readonly id: string;
  readonly title: ByLanguage<string>;
}

export interface Lesson {
  readonly id: string;
  readonly texts: ByLanguage<{ readonly title: string; readonly text: string }>;
  readonly sessions: readonly LessonSession[];
}

/** All, in the order to be taught in. */
export async function fetchLessons(): Promise<readonly Lesson[]> {
  const response = await fetch("/api/lessons");
  if (!response.ok) throw await refusalOf(response);
  return (await response.json()) as Lesson[];
}

const lessonIn = (fragment: string) =>
  new URLSearchParams(fragment.replace(/^#/, "")).get("lesson");

/** The lesson of which `#lesson=ID` shows all sessions beside each other, or null. */
export function sideBySideIn(fragment: string): string | null {
  const address = lessonIn(fragment);
  return address === null || address === "" || address.includes("/") ? null : address;
}

/** The one session that `#lesson=ID/SESSION` opens, as the server takes it, or null. */
export function sessionIn(fragment: string): string | null {
  const address = lessonIn(fragment);
  return address?.includes("/") ? address : null;
}

export const addressOfLesson = (lesson: string, session?: string) =>
  `/#lesson=${lesson}${session === undefined ? "" : `/${session}`}`;

/** Whether this page is beside others within one. The server lets no foreign page do that. */
export const isFramed = window.parent !== window;

/** What the page around asks of each of its frames. */
export const ORDERS = ["play", "pause", "reset"] as const;
export type Order = (typeof ORDERS)[number];

/** What a frame looks like is chosen once, around it. */
export interface Look {
  readonly language: "en" | "ko";
  readonly theme: "system" | "light" | "dark";
  readonly projector: "on" | "off";
}

const LOOKS: { readonly [Name in keyof Look]: readonly Look[Name][] } = {
  language: ["en", "ko"],
  theme: ["system", "light", "dark"],
  projector: ["on", "off"],
};

export type ToFrame = { readonly order: Order } | { readonly look: Look };

/** How a frame stands. Before it is `ready` it can follow no order. */
export interface Report {
  readonly ready: boolean;
  readonly playing: boolean;
}

const has = <Name extends string>(value: unknown, name: Name): value is Record<Name, unknown> =>
  typeof value === "object" && value !== null && name in value;

const isOneOf = <Choice>(choices: readonly Choice[], value: unknown): value is Choice =>
  (choices as readonly unknown[]).includes(value);

const isLook = (value: unknown): value is Look =>
  Object.entries(LOOKS).every(
    ([name, choices]) => has(value, name) && isOneOf(choices, value[name]),
  );

/** Whether a message is from this very server and this window: no other is listened to. */
export const isFrom = ({ origin, source }: MessageEvent, sender: MessageEventSource | null) =>
  origin === location.origin && source !== null && source === sender;

/** A message to a frame, or null where it is none. */
export function toFrame(data: unknown): ToFrame | null {
  if (has(data, "order") && isOneOf(ORDERS, data.order)) return { order: data.order };
  if (has(data, "look") && isLook(data.look)) return { look: data.look };
  return null;
}

/** A frame's report, or null where it is none. */
export function report(data: unknown): Report | null {
  if (!has(data, "ready") || !has(data, "playing")) return null;
  const { ready, playing } = data;
  return typeof ready === "boolean" && typeof playing === "boolean" ? { ready, playing } : null;
}
