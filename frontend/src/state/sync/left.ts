/**
 * Edits that waited in a session when another was joined: they are sent all the same, each once and in
 * order, over a reload too; what cannot be done any more is told.
 */
import { Refusal } from "../../wire/api";
import { deliver } from "./delivery";
import type { Kept, SentEdit, WaitingEdit } from "./outbox";
import { found } from "./refusals";
import { editTo, sendOff } from "./requests";
import { problem } from "./session";

export interface Left extends Omit<Kept, "commands"> {
  readonly token: string;
}

const KEPT = "left";
/** Of the 5 MB that a browser keeps of one site. */
const MAX_KEPT = 2 * 2 ** 20;

let left: readonly Left[] = [];
let sending = false;

function keep(now: readonly Left[]): void {
  left = now;
  try {
    if (now.length === 0) sessionStorage.removeItem(KEPT);
    else {
      const text = JSON.stringify(now);
      if (text.length < MAX_KEPT) sessionStorage.setItem(KEPT, text);
    }
  } catch {
    // Storage may be refused, and be full: they are sent as long as this page is there.
  }
}

/** Sends what waits in a session that is left. */
export function leaveBehind(waits: Left): void {
  const edits = waits.edits.filter(({ isRefused }) => !isRefused);
  if (edits.length === 0) return;
  keep([...left.filter(({ id }) => id !== waits.id), { ...waits, edits }]);
  problem.value = found("edits_left");
  sendLeft();
}

/** What the page before this one had left to send. */
function resume(): void {
  try {
    if (left.length === 0) left = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]") as Left[];
  } catch {}
}

/** Sends what is left, that of the page before this one too. */
export function sendLeft(): void {
  resume();
  if (left.length > 0 && !sending) void sendAll();
}

/** What still waits in a session that is joined again: its page sends it from now on. */
export function takeLeft(id: string): Left | undefined {
  resume();
  const own = left.find((each) => each.id === id);
  if (own !== undefined) keep(left.filter((each) => each !== own));
  return own;
}

async function sendAll(): Promise<void> {
  sending = true;
  for (let next = left[0]; next !== undefined; next = left[0]) await sendFirst(next);
  sending = false;
}

/** Replaces what waits in a session, unless its page has taken that up meanwhile. */
function put(before: Left, after: Left): Left | null {
  if (!left.includes(before)) return null;
  keep(left.flatMap((each) => (each !== before ? [each] : after.edits.length > 0 ? [after] : [])));
  return after;
}

async function sendFirst(waits: Left): Promise<void> {
  const [first, ...rest] = waits.edits;
  if (first === undefined) return;
  const sent = first.sent ?? asSent(first, waits);
  if (sent === null) {
    put(waits, { ...waits, edits: rest });
    return;
  }
  const under = put(waits, { ...waits, edits: [{ ...first, sent }, ...rest] });
  if (under === null) return;
  const to = { id: waits.id, token: waits.token };
  let answer: { readonly revision?: number } = {};
  const why = await deliver(async () => {
    if (!left.includes(under)) throw new Refusal(found("edits_left"));
    answer = await sendOff(to, sent);
  }, first.made);
  if (why !== null) {
    if (put(under, { ...under, edits: [] }) !== null) problem.value = found("edits_lost");
    return;
  }
  // What others have changed meanwhile is theirs: the next is what this page changed beyond this.
  const revision = answer.revision ?? under.confirmed.revision;
  put(under, {
    ...under,
    edits: rest,
    confirmed: { ...under.confirmed, revision, spec: first.after },
  });
}

function asSent(edit: WaitingEdit, { confirmed }: Left): SentEdit | null {
  // A reset or an undo was meant for what was looked at.
  if (edit.by !== null && edit.by.type !== "undo") return null;
  return editTo(edit.after, confirmed);
}
