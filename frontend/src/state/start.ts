/** How a page begins: with the session this tab had, else with the set-up in the address. */
import { effect, signal } from "@preact/signals";
import { type Creation, Refusal } from "../wire/api";
import type { Wire } from "../wire/generated";
import { keepAddress, linkIn, writtenFragment } from "./link";
import { access, begin, connection, join, problem, spec, status } from "./session";
import { watchWhatIsSeen } from "./view";

const KEPT = "session";
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

/** A session from the address's set-up, or the default one; a broken link says so and spoils nothing. */
export async function fresh(): Promise<void> {
  const link = linkIn(location.hash);
  if ((await attempt(link === null ? {} : { link })) || unreachable.value) return;
  // What is on the page goes on, and the address tells of it again.
  if (spec.peek() !== null) history.replaceState(null, "", writtenFragment.peek() || "#");
  else if (link !== null) {
    const why = problem.peek();
    await attempt({});
    problem.value = why;
  }
}

export async function start(): Promise<void> {
  keepAddress();
  watchWhatIsSeen();
  const before = kept();
  if (before !== null && (location.hash === "" || location.hash === before.fragment)) join(before);
  else await fresh();

  effect(() => {
    // The session this tab had is gone (the server began anew): the set-up on the page lives on.
    if (connection.value !== "gone") return;
    const last = spec.peek();
    void (last === null ? fresh() : attempt({ spec: last }));
  });
  effect(() => {
    const [now, fragment] = [access.value, writtenFragment.value];
    if (now !== null) keep({ ...now, fragment });
  });
  addEventListener("hashchange", () => {
    if (location.hash !== writtenFragment.peek() && linkIn(location.hash) !== null) void fresh();
  });
}
