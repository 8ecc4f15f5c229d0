/** Sessions are made once: where no answer came, the same is asked for again with the same id, over a reload too. */
import { type Creation, createSession, Refusal } from "../../wire/api";
import type { SessionMade } from "../../wire/types";
import { newRequest } from "./outbox";

/** What was asked for, and no answer has come. */
interface Unanswered {
  readonly body: string;
  readonly request: string;
  /** In milliseconds since 1970. */
  readonly made: number;
}

const KEPT = "creating";
/** The server remembers for an hour what it has made. */
const REMEMBERED_MS = 30 * 60_000;

let unanswered: Unanswered | null = null;

function keep(now: Unanswered | null): void {
  unanswered = now;
  try {
    if (now === null) sessionStorage.removeItem(KEPT);
    else sessionStorage.setItem(KEPT, JSON.stringify(now));
  } catch {
    // Storage may be refused: a reload then asks for another.
  }
}

function kept(): Unanswered | null {
  try {
    return unanswered ?? (JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as Unanswered | null);
  } catch {
    return unanswered;
  }
}

/** Makes a session on the server. Throws `Refusal` when the server refuses it. */
export async function create(creation: Creation): Promise<SessionMade> {
  const body = JSON.stringify(creation);
  const before = kept();
  const isSame = before?.body === body && Date.now() - before.made < REMEMBERED_MS;
  const now = isSame ? before : { body, request: newRequest(), made: Date.now() };
  keep(now);
  try {
    const made = await createSession(creation, now.request);
    keep(null);
    return made;
  } catch (why) {
    if (why instanceof Refusal) keep(null);
    throw why;
  }
}
