/** A page that was opened by somebody's link: what it may do, and where it goes when it is sent away. */
import { computed, effect, signal } from "@preact/signals";
import { Refusal } from "../../wire/api";
import { classIn } from "../../wire/classroom";
import { pageAddress } from "../../wire/page-address";
import { fetchSession, forkSession, sharedIn } from "../../wire/sharing";
import type { Problem, SessionMade } from "../../wire/types";
import { right } from "../people/people";
import { join } from "./connection";
import { found } from "./refusals";
import { access, canEdit, connection, endedBy, problem, spec } from "./session";

/** The session in the page's address, or null where the page is its user's own. */
export const shared = sharedIn(pageAddress);
export const isEmbedded = shared?.isEmbedded ?? false;

/** Why this page shows no session, or null: it may not, or its address leads to none. */
export const sentAway = signal<Problem | null>(notUnderstood());

function notUnderstood(): Problem | null {
  if (shared !== null) return shared.id === "" ? nothing("link_cut") : null;
  const isPage = pageAddress.pathname === "/" || classIn(pageAddress) !== null;
  return isPage ? null : nothing("no_page");
}

function nothing(code: string): Problem {
  return { ...found(code), status: 404 };
}

/** The server has no such session any more; what the user made is on the page. */
export const isLost = signal(false);

/** The server cannot open the session just now: the page tries again by itself. */
export const isAwaited = signal(false);

export const isWatching = computed(() => right.value !== null && !canEdit.value);

/** Another session of one's own as this tab's, on a page of its own. */
type GoOn = (made: SessionMade, way: "assign" | "replace") => void;

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 8000;

/** What the server gives or refuses: asked again while it cannot say, and no more once not wanted. */
async function answered<Answer>(
  ask: () => Promise<Answer>,
  isWanted: () => boolean,
): Promise<Answer | Refusal | null> {
  for (let wait = FIRST_WAIT_MS; isWanted(); wait = Math.min(LONGEST_WAIT_MS, wait * 2)) {
    try {
      const answer = await ask();
      isAwaited.value = false;
      return answer;
    } catch (error) {
      if (error instanceof Refusal && error.problem.status < 500) {
        isAwaited.value = false;
        return error;
      }
    }
    isAwaited.value = true;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  isAwaited.value = false;
  return null;
}

/** Opens the session in the address; a link to copy makes the copy at once. */
export async function openShared(goOn: GoOn): Promise<void> {
  const to = shared;
  if (to === null) return;
  const answer = await answered(
    async () => {
      const { rights } = await fetchSession(to);
      return rights === "fork" && !isEmbedded ? forkSession(to) : rights;
    },
    () => true,
  );
  if (answer instanceof Refusal) sentAway.value = answer.problem;
  else if (typeof answer === "string") {
    right.value = answer;
    canEdit.value = answer === "edit";
    join(to);
  } else if (answer !== null) goOn(answer, "replace");
}

export const isCopying = signal(false);

/** A session of one's own that begins where this one is. */
export async function copyToOwn(goOn: GoOn): Promise<void> {
  if (access.value === null || isCopying.value) return;
  isCopying.value = true;
  try {
    goOn(await forkSession(access.value), "assign");
  } catch (error) {
    isCopying.value = false;
    if (error instanceof Refusal) problem.value = error.problem;
  }
}

const NOT_FOUND = 404;

/** Learns why the server has ended the stream. Call once; `onNothing` where there is nothing to keep. */
export function followFarewell(onNothing: () => void): void {
  effect(() => {
    const to = access.peek();
    if (connection.value !== "gone" || endedBy.value === null || to === null) return;
    const isHere = () => access.peek() === to;
    void answered(() => fetchSession(to), isHere).then((answer) => {
      if (!isHere()) return;
      // It is open to this page after all.
      if (!(answer instanceof Refusal)) join(to);
      else if (answer.problem.status !== NOT_FOUND) sentAway.value = answer.problem;
      else if (spec.peek() !== null) isLost.value = true;
      else if (shared === null) onNothing();
      else sentAway.value = answer.problem;
    });
  });
}
