/** How a page begins: with the session this tab had, else with the set-up in the address. */
import { effect, signal } from "@preact/signals";
import { Refusal } from "../wire/api";
import { keepAddress, linkIn, writtenFragment } from "./link";
import { access, begin, connection, join, problem, spec } from "./session";
import { watchWhatIsSeen } from "./view";

const KEPT = "session";
const FIRST_PACE = 1500;

/** True once the page has tried to begin and could not reach the server. */
export const unreachable = signal(false);

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

/** A session from the address's set-up, or the default one; a broken link says so and still begins. */
export async function fresh(): Promise<void> {
  const link = linkIn(location.hash);
  try {
    await begin({ ...(link === null ? {} : { link }), pace: FIRST_PACE });
    unreachable.value = false;
  } catch (error) {
    if (!(error instanceof Refusal)) {
      unreachable.value = true;
      return;
    }
    problem.value = error.problem;
    // What is on the page goes on, and the address tells of it again.
    if (spec.peek() !== null) history.replaceState(null, "", writtenFragment.peek() || "#");
    else if (link !== null) {
      await begin({ pace: FIRST_PACE });
      problem.value = error.problem;
    }
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
    void (last === null ? fresh() : begin({ spec: last, pace: FIRST_PACE }));
  });
  effect(() => {
    const [now, fragment] = [access.value, writtenFragment.value];
    if (now !== null) keep({ ...now, fragment });
  });
  addEventListener("hashchange", () => {
    if (location.hash !== writtenFragment.peek() && linkIn(location.hash) !== null) void fresh();
  });
}
