/** A class's HTTP calls and its teacher's stream. A refusal arrives as a `Refusal`. */
import { bearer, refusalOf } from "./api";
import type { Wire } from "./generated";
import { Stream, type StreamListener } from "./stream";
import type { Spec } from "./types";

export type ClassMessage = Wire["ClassMessage"];
export type PupilState = Wire["PupilState"];
export type Challenge = Wire["Challenge"];
export type Board = Challenge["board"];
export type Entry = Wire["Entry"];

export type ClassCommand =
  | Wire["EyesHere"]
  | Wire["Push"]
  | Wire["Controls"]
  | Wire["BeginChallenge"]
  | Wire["EndChallenge"]
  | Wire["Show"]
  | Wire["RenamePupil"]
  | Wire["RemovePupil"]
  | Wire["LowerHand"]
  | Wire["CloseDoor"]
  | Wire["EndClass"];

type ClassHears = ClassMessage | Wire["ErrorMessage"] | Wire["Pong"];

/** A token, and what it is for: a session, or a class. */
interface Access {
  readonly id: string;
  readonly token: string;
}

export type ClassAddress =
  | { readonly page: "teacher"; readonly id: string; readonly token: string }
  | { readonly page: "join"; readonly code: string };

/** What an address says of a class: the teacher's page, or a pupil's way into it. */
export function classIn({
  pathname,
  hash,
}: Pick<Location, "pathname" | "hash">): ClassAddress | null {
  const id = /^\/class\/([\w-]+)\/?$/.exec(pathname)?.[1];
  if (id !== undefined) return { page: "teacher", id, token: hash.replace(/^#/, "") };
  const code = /^\/join\/([^/]+)\/?$/.exec(pathname)?.[1];
  return code === undefined ? null : { page: "join", code: plainText(code) };
}

function plainText(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

async function post(path: string, body: unknown, token?: string): Promise<Response> {
  const response = await fetch(path, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      ...(token === undefined ? {} : bearer({ id: "", token })),
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw await refusalOf(response);
  return response;
}

/** Opens a class from a session, by a token that may edit it. */
export async function openClass({ id, token }: Access): Promise<Wire["ClassOpened"]> {
  return (await (await post("/api/classes", { session: id }, token)).json()) as Wire["ClassOpened"];
}

export async function joinClass(code: string, nickname: string): Promise<Wire["Joined"]> {
  return (await (await post("/api/classes/join", { code, nickname })).json()) as Wire["Joined"];
}

export async function commandClass({ id, token }: Access, command: ClassCommand): Promise<void> {
  await post(`/api/classes/${id}/commands`, command, token);
}

export async function raiseHand({ id, token }: Access, raised: boolean): Promise<void> {
  await post(`/api/classes/${id}/hand`, { raised }, token);
}

export async function fetchResults({ id, token }: Access): Promise<Blob> {
  const response = await fetch(`/api/classes/${id}/results.csv`, {
    headers: bearer({ id, token }),
  });
  if (!response.ok) throw await refusalOf(response);
  return response.blob();
}

/** The set-up of a session as it is now. */
export async function fetchSpec({ id, token }: Access): Promise<Spec> {
  const response = await fetch(`/api/sessions/${id}`, { headers: bearer({ id, token }) });
  if (!response.ok) throw await refusalOf(response);
  return ((await response.json()) as { spec: Spec }).spec;
}

/** What a teacher's page hears of a class, with a picture of each pupil's session. */
export class ClassStream extends Stream<ClassHears> {
  constructor({ id, token }: Access, listener: StreamListener<ClassHears>) {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    super(`${scheme}://${location.host}/api/classes/${id}/stream`, token, listener);
  }

  protected override hello(max_fps: number): object {
    return { type: "hello", token: this.token, max_fps } satisfies Wire["ClassHello"];
  }
}
