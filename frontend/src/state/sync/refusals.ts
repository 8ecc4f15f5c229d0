/** Consequences of a refused edit, and problems that the page finds itself. */
import type { Refusal } from "../../wire/api";
import type { Problem } from "../../wire/types";

/** A problem that the page itself found; its text is in the catalogue. */
export const found = (code: string): Problem => ({
  type: `/problems/${code}`,
  title: code,
  status: 422,
  detail: "",
  code,
  pointer: null,
  params: {},
  mends: [],
});

/** Two edits met in one field: the catalogue says what to do. */
export const CONFLICT = found("conflict");

const GONE = new Set(["no_such_session", "no_token", "link_revoked", "link_ended"]);

/** No more for this page: the stream says so too, and what was asked for stays on the page. */
export const isGone = ({ problem: { status, code } }: Refusal) => status === 404 || GONE.has(code);

/** Not now: what was asked for is no worse for it, and is sent again. */
export const isAway = ({ problem: { status, code } }: Refusal) =>
  (status >= 502 && status <= 504) || code === "too_fast";
