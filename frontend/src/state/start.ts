/** How a page begins: with the session this tab had, else with the set-up in the address. */
import { effect, signal } from "@preact/signals";
import { type Creation, Refusal } from "../wire/api";
import type { Wire } from "../wire/generated";
import { isFramed, sessionIn } from "../wire/lessons";
import { keepAddress, linkIn, writtenFragment } from "./link";
import { access, begin, connection, join, problem, spec, status } from "./session";
import { watchWhatIsSeen } from "./view";

/** Frames of one tab share its storage, and each keeps a session of its own. */
const KEPT = isFramed ? `session ${window.name}` : "session";
const FIRST_PACE = 1500;

/** True once the page has tried to begin and could not reach the server. */
export const unreachable = signal(false);

/** What of a link from elsewhere was taken differently; stays until it is closed. */
export const notes = signal<readonly Wire["ImportNote"][]>([]);

interface Kept {
  readonly id: string;
  readonly token: string;
  readonly fragment: string;
}

function kept(): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}

/** Storage may be refused: a reload then begins from the address. */
function keep(session: Kept): void {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(session));
  } catch {}
}

/** The address at which this tab's session is found again. */
export const keptFragment = () => kept()?.fragment ?? "";

/** The sessions that this page has had, by id: the browser's Back button finds them again. */
const had = new Map<string, Kept>();

/** Begins, or tells why not and gives false. */
export async function attempt(creation: Creation): Promise<boolean> {
  try {
    const pace = status.peek()?.pace;
    const made = await begin({ ...creation, pace: pace === undefined ? FIRST_PACE : pace });
    notes.value = made.notes ?? [];
    unreachable.value = false;
    return true;
  } catch (error) {
    unreachable.value = !(error instanceof Refusal);
    if (error instanceof Refusal) problem.value = error.problem;
    return false;
  }
}

/** What the address asks for, or null. A lesson waits: its text says when to press Play. */
function wishIn(fragment: string): Creation | null {
  const [lesson, link] = [sessionIn(fragment), linkIn(fragment)];
  if (lesson !== null) return { lesson, play: false };
  return link === null ? null : { link };
}

/** A session from the address's set-up, or the default one; a broken link says so and spoils nothing. */
export async function fresh(): Promise<void> {
  const wish = wishIn(location.hash);
  if ((await attempt(wish ?? {})) || unreachable.value) return;
  // What is on the page goes on, and the address tells of it again.
  if (spec.peek() !== null) history.replaceState(null, "", writtenFragment.peek() || "#");
  else if (wish !== null) {
    const why = problem.peek();
    await attempt({});
    problem.value = why;
  }
}

export async function start(): Promise<void> {
  keepAddress();
  watchWhatIsSeen();
  const before = kept();
  const isHere = isFramed || location.hash === "" || location.hash === before?.fragment;
  if (before !== null && isHere) join(before);
  else await fresh();

  effect(() => {
    // The session this tab had is gone (the server began anew): the set-up on the page lives on.
    if (connection.value !== "gone") return;
    const last = spec.peek();
    void (last === null ? fresh() : attempt({ spec: last }));
  });
  effect(() => {
    const [now, fragment] = [access.value, writtenFragment.value];
    if (now === null) return;
    keep({ ...now, fragment });
    had.set(now.id, { ...now, fragment });
  });
  addEventListener("hashchange", () => {
    if (location.hash === writtenFragment.peek() || wishIn(location.hash) === null) return;
    const before = [...had.values()].findLast(({ fragment }) => fragment === location.hash);
    if (before === undefined) void fresh();
    else {
      writtenFragment.value = before.fragment;
      spec.value = null;
      join(before);
    }
  });
}
