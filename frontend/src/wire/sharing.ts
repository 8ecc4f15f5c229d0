/** Addresses of shared sessions, and the calls about links, history and what a preview shows. */
import { type Access, bearer, call } from "./api";
import type { Wire } from "./generated";
import type { Spec, Status } from "./types";

export type Right = Wire["LinkMessage"]["right"];
export type LinkMessage = Wire["LinkMessage"];
export type LinkMade = Wire["LinkMade"];
export type EditMessage = Wire["EditMessage"];
export type Person = Wire["PersonMessage"];

export interface SharedAddress extends Access {
  /** Within another page: only what is to be looked at. */
  readonly isEmbedded: boolean;
}

/** The session that `/s/ID#TOKEN` opens, or null; the token is "" where the address was cut off, and so may be the id. */
export function sharedIn({
  pathname,
  search,
  hash,
}: Pick<Location, "pathname" | "search" | "hash">): SharedAddress | null {
  if (!/^\/s(?:\/|$)/.test(pathname)) return null;
  const id = /^\/s\/([\w-]+)\/?$/.exec(pathname)?.[1] ?? "";
  const isEmbedded = new URLSearchParams(search).get("embed") === "1";
  return { id, token: hash.slice(1), isEmbedded };
}

/** The author of a set-up that a class was given. */
export const BY_TEACHER = "@teacher";

export const addressOfShared = ({ id, token }: Access): string =>
  `${location.origin}/s/${id}#${token}`;

export const addressOfEmbedded = ({ id, token }: Access): string =>
  `${location.origin}/s/${id}?embed=1#${token}`;

export interface SessionState {
  readonly id: string;
  readonly revision: number;
  readonly spec: Spec;
  readonly status: Status;
  readonly rights: Right;
  /** Whether anybody may see a picture of it in a link's preview. */
  readonly preview: boolean;
}

const of = ({ id }: Access) => `/api/sessions/${id}`;

export const fetchSession = (to: Access) =>
  call<SessionState>(of(to), "GET", undefined, bearer(to));

export const deleteSession = (to: Access) =>
  call<undefined>(of(to), "DELETE", undefined, bearer(to));

export const forkSession = (from: Access) =>
  call<Wire["SessionMade"]>(`${of(from)}/commands`, "POST", { type: "fork" }, bearer(from));

export const fetchLinks = (to: Access) =>
  call<LinkMessage[]>(`${of(to)}/links`, "GET", undefined, bearer(to));

export const makeLink = (to: Access, link: Wire["NewLink"]) =>
  call<LinkMade>(`${of(to)}/links`, "POST", link, bearer(to));

export const revokeLink = (to: Access, link: string) =>
  call<undefined>(`${of(to)}/links/${link}`, "DELETE", undefined, bearer(to));

/** Up to 200 edits, the newest first. */
export const fetchHistory = (to: Access) =>
  call<EditMessage[]>(`${of(to)}/history`, "GET", undefined, bearer(to));

export const showPreview = (to: Access, on: boolean) =>
  call<{ on: boolean }>(`${of(to)}/preview`, "PUT", { on }, bearer(to));
