/**
 * The way of what this page asks to the server, where the network may be away: what is asked is tried
 * again, later each time, and at once when the connection is there again.
 */
import { signal } from "@preact/signals";
import { Refusal } from "../../wire/api";
import { found, isAway } from "./refusals";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 4000;
/** An answer that does not come though the connection stands: data may take so long to be drawn. */
const PATIENCE_MS = 60_000;
/** The server remembers for an hour what it has carried out: what waits longer might be done twice. */
const WAITS_AT_MOST_MS = 30 * 60_000;
export const TOO_LATE = found("command_too_late");

/** Whether what was wanted then is wanted no more by now. */
export const isTooLate = (made: number): boolean => Date.now() - made > WAITS_AT_MOST_MS;

/** Whether what was asked last did not reach the server, or its answer not the page. */
export const isCutOff = signal(false);

const underWay = new Set<() => void>();
const paused = new Set<() => void>();

/** Asks once. Throws what the network throws, also when the answer takes too long or is broken off. */
export async function ask<Answer>(question: () => Promise<Answer>): Promise<Answer> {
  let giveUp = () => {};
  const given = new Promise<never>((_, reject) => {
    giveUp = () => reject(new Error("no answer has come"));
  });
  underWay.add(giveUp);
  const timer = setTimeout(giveUp, PATIENCE_MS);
  try {
    const answer = await Promise.race([question(), given]);
    isCutOff.value = false;
    return answer;
  } finally {
    clearTimeout(timer);
    underWay.delete(giveUp);
  }
}

/** Waits before the next try, the longer the more there were; not at all once the connection returns. */
export function pause(tries: number): Promise<void> {
  return new Promise((resolve) => {
    const goOn = () => {
      clearTimeout(timer);
      paused.delete(goOn);
      resolve();
    };
    const timer = setTimeout(goOn, Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries));
    paused.add(goOn);
  });
}

/**
 * Asks until there is an answer: gives null, or why it is not done. `made` is when it was wanted, in
 * milliseconds since 1970; `before` is waited for before each try.
 */
export async function deliver(
  question: () => Promise<unknown>,
  made = Date.now(),
  before: () => Promise<void> | null = () => null,
): Promise<Refusal | null> {
  for (let tries = 0; ; tries += 1) {
    if (isTooLate(made)) return new Refusal(TOO_LATE);
    const first = before();
    if (first !== null) await first;
    try {
      await ask(question);
      return null;
    } catch (why) {
      if (why instanceof Refusal && !isAway(why)) return why;
      isCutOff.value = !(why instanceof Refusal);
    }
    await pause(tries);
  }
}

/** The connection has returned: what waits to be tried again is tried now. */
export function hurry(): void {
  for (const goOn of [...paused]) goOn();
}

/** The connection is lost: no answer comes any more to what is on its way. */
export function breakOff(): void {
  for (const giveUp of [...underWay]) giveUp();
}

addEventListener("online", hurry);
