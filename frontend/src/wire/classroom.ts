/** A class's HTTP calls and its teacher's stream. A refusal arrives as a `Refusal`. */
import { type Access, asked, bearer, call, fetchFile } from "./api";
import type { Wire } from "./generated";
import { Stream, type StreamListener } from "./stream";

export type ClassMessage = Wire["ClassMessage"];
export type PupilState = Wire["PupilState"];
export type Challenge = Wire["Challenge"];
export type Board = Challenge["board"];
export type Entry = Wire["Entry"];

export type ClassCommand = Wire["ClassCommand"];

type ClassHears = ClassMessage | Wire["ErrorMessage"] | Wire["Pong"];

export type ClassAddress =
  | { readonly page: "teacher"; readonly id: string; readonly token: string }
  | { readonly page: "join"; readonly code: string; readonly seat: string };

/** What an address says of a class: the teacher's page, or a pupil's way into it. */
export function classIn({
  pathname,
  hash,
}: Pick<Location, "pathname" | "hash">): ClassAddress | null {
  const id = /^\/class\/([\w-]+)\/?$/.exec(pathname)?.[1];
  if (id !== undefined) return { page: "teacher", id, token: hash.replace(/^#/, "") };
  const found = /^\/join(?:\/([^/]*))?\/?$/.exec(pathname);
  const seat = plainText(hash.replace(/^#/, ""));
  return found === null ? null : { page: "join", code: plainText(found[1] ?? ""), seat };
}

function plainText(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

/** Opens a class from a session, by a token that may edit it. */
export const openClass = (from: Access) =>
  call<Wire["ClassOpened"]>("/api/classes", "POST", { session: from.id }, bearer(from));

/** Sent again with the same `request` it makes no second seat. */
export const joinClass = (code: string, nickname: string, request: string) =>
  call<Wire["Joined"]>(
    "/api/classes/join",
    "POST",
    { code, nickname, asks: true } satisfies Wire["JoinClass"],
    asked(request),
  );

/** Goes on in a seat on this device; its code works once. */
export const takeSeat = (code: string, seat: string) =>
  call<Wire["Joined"]>("/api/classes/seat", "POST", { code, seat });

export const commandClass = (to: Access, command: ClassCommand, request: string) =>
  call<unknown>(`/api/classes/${to.id}/commands`, "POST", command, {
    ...bearer(to),
    ...asked(request),
  });

export const raiseHand = (to: Access, raised: boolean) =>
  call<unknown>(`/api/classes/${to.id}/hand`, "POST", { raised }, bearer(to));

export const fetchResults = (of: Access) => fetchFile(`/api/classes/${of.id}/results.csv`, of);

/** What a teacher's page hears of a class, with a picture of each pupil's session. */
export class ClassStream extends Stream<ClassHears> {
  constructor({ id, token }: Access, listener: StreamListener<ClassHears>) {
    super(`/api/classes/${id}/stream`, token, listener);
  }

  protected override hello(max_fps: number) {
    return { type: "hello", token: this.token, max_fps } satisfies Wire["ClassHello"];
  }
}
