/** The page's beginning: with the session this tab had, else with the set-up in the address. */
import { effect, signal } from "@preact/signals";
import { language } from "../../i18n/language";
import { type Creation, Refusal } from "../../wire/api";
import type { Wire } from "../../wire/generated";
import { isFramed, sessionIn, sideBySideIn } from "../../wire/lessons";
import type { SessionMade } from "../../wire/types";
import { begin, join } from "./connection";
import { create } from "./creating";
import { claimEntry, keepAddress, linkIn, readEntry, writtenFragment } from "./link";
import { access, problem, status, wanted } from "./session";
import { copyToOwn, followFarewell, isLost, openShared, sentAway, shared } from "./shared";

/** Frames of one tab share its storage, and each keeps a session of its own. */
const KEPT = isFramed ? `session ${window.name}` : "session";
const FIRST_PACE = 1500;

/** True once the page has tried to begin and could not reach the server. */
export const unreachable = signal(false);

/** What of a link from elsewhere was taken differently; stays until it is closed. */
export const notes = signal<readonly Wire["ImportNote"][]>([]);

interface StoredSession {
  readonly id: string;
  readonly token: string;
  readonly fragment: string;
  /** Those before it: a page that is being reloaded may write one that its reload does not get. */
  readonly earlier?: readonly string[];
}
const MAX_EARLIER = 20;

function storedSession(): StoredSession | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as StoredSession | null;
  } catch {
    return null;
  }
}

/** Storage may be refused: a reload then begins from the address. */
function keep(session: StoredSession): void {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(session));
  } catch {}
}

/** Whether the address is the one that this tab's page wrote for its session, on a reload an earlier one too. */
function isWritten({ fragment, earlier = [] }: StoredSession, hash: string): boolean {
  const [entered] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return fragment === hash || (entered?.type === "reload" && earlier.includes(hash));
}

/** Keeps the session with the fragments that were written for it before this one. */
function keepWithEarlier(session: StoredSession): void {
  const before = storedSession();
  const own = before?.id === session.id ? [...(before.earlier ?? []), before.fragment] : [];
  const earlier = own.filter((each) => each !== "" && each !== session.fragment);
  keep({ ...session, earlier: earlier.slice(-MAX_EARLIER) });
}

/** The address at which this tab's session is found again. */
export const keptFragment = () => storedSession()?.fragment ?? "";

/** The sessions that this page has had, by id: the browser's Back button finds them again. */
const earlierSessions = new Map<string, StoredSession>();

/** The session with this set-up in its address: the one on the page before earlier ones. */
function sessionAt(hash: string): StoredSession | undefined {
  const own = earlierSessions.get(access.peek()?.id ?? "");
  if (own?.fragment === hash) return own;
  return [...earlierSessions.values()].findLast(({ fragment }) => fragment === hash);
}

/** Who has asked the system for less motion presses Play themselves. */
const wantsStillness = matchMedia("(prefers-reduced-motion: reduce)");

/** Begins, or tells why not and gives false. */
export async function attempt(creation: Creation): Promise<boolean> {
  try {
    const pace = status.peek()?.pace;
    const made = await begin({
      ...creation,
      play: (creation.play ?? true) && !wantsStillness.matches,
      pace: pace === undefined ? FIRST_PACE : pace,
    });
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
function creationIn(fragment: string): Creation | null {
  const [lesson, link] = [sessionIn(fragment), linkIn(fragment)];
  if (lesson !== null) return { lesson, language: language.peek(), play: false };
  return link === null ? null : { link };
}

/** A session from the address's set-up, or the default one; a broken link says so and spoils nothing. */
export async function fresh(): Promise<void> {
  const creation = creationIn(location.hash);
  if ((await attempt(creation ?? {})) || unreachable.value) return;
  // What is on the page goes on, and the address tells of it again.
  const own = access.peek();
  if (own !== null && wanted.peek() !== null) claimEntry(own.id, writtenFragment.peek() || "#");
  else if (creation !== null) {
    const why = problem.peek();
    await attempt({});
    problem.value = why;
  }
}

/** A session of one's own as this tab's, on a page that is no more somebody else's. */
function goOn(made: SessionMade, way: "assign" | "replace"): void {
  keep({ id: made.id, token: made.links.edit ?? made.links.view, fragment: "" });
  location[way]("/");
}

/** What is watched, as a copy of one's own. */
export const playWithOwn = () => copyToOwn(goOn);

/** Whether the server is being asked to begin anew. */
export const isBeginning = signal(false);

/** A new session with the set-up on this page, where the one that it showed is gone. */
export async function beginAgain(): Promise<void> {
  const last = wanted.peek();
  if (last === null || isBeginning.value) return;
  isBeginning.value = true;
  try {
    if (shared === null) {
      if (await attempt({ spec: last })) isLost.value = false;
    } else goOn(await create({ spec: last, pace: status.peek()?.pace ?? null }), "assign");
    sentAway.value = null;
  } catch (error) {
    unreachable.value = !(error instanceof Refusal);
    if (error instanceof Refusal) problem.value = error.problem;
  } finally {
    isBeginning.value = false;
  }
}

/** A page of one's own with the default set-up, whatever this tab had. */
export function beginAfresh(): void {
  try {
    sessionStorage.removeItem(KEPT);
  } catch {}
  location.assign("/");
}

async function startShared(): Promise<void> {
  // Another link, pasted over this one.
  addEventListener("hashchange", () => location.reload());
  followFarewell(() => {});
  await openShared(goOn);
}

export async function start(): Promise<void> {
  if (sentAway.peek() !== null) return;
  if (shared !== null) {
    await startShared();
    return;
  }
  keepAddress();
  const before = storedSession();
  const isHere =
    isFramed ||
    location.hash === "" ||
    (before !== null && (isWritten(before, location.hash) || readEntry() === before.id));
  if (before !== null && isHere) join(before);
  else await fresh();

  // The session this tab had is gone before anything of it was seen: the address tells of it.
  followFarewell(() => void fresh());
  effect(() => {
    if (access.value !== null) claimEntry(access.value.id);
  });
  effect(() => {
    const [now, fragment] = [access.value, writtenFragment.value];
    if (now === null) return;
    keepWithEarlier({ ...now, fragment });
    earlierSessions.set(now.id, { ...now, fragment });
  });
  addEventListener("popstate", () => {
    const [id, own] = [readEntry(), access.peek()];
    if (own !== null && id === own.id) return;
    const before = earlierSessions.get(id ?? "") ?? sessionAt(location.hash);
    if (before === undefined ? creationIn(location.hash) === null : before.id === own?.id) {
      // The session on the page stays, unless the page is about to give way to another.
      if (own !== null && sideBySideIn(location.hash) === null) claimEntry(own.id);
    } else if (before === undefined) void fresh();
    else {
      writtenFragment.value = before.fragment;
      wanted.value = null;
      join(before);
    }
  });
}
