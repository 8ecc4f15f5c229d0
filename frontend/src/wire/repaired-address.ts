/** The address of a page as it was sent, where mail filters and chat programs have changed it on its way. */

type Parts = Pick<Location, "pathname" | "search" | "hash">;

/** The "#", encoded once or more often. */
const HASH = /%(?:25)*23/i;
/** What stands behind a link in a sentence, and ends none of ours. */
const MARKS = /[.,;:!?)\]}>'"*~`…。、，！？）」』》”’]+$/u;
const UNSEEN = /[\s\u00ad\u200b-\u200d\u2060\ufeff]/gu;
/** Pages whose fragment is a key, of these letters alone. */
const KEYED = /^\/(?:s|class)\//;
const KEY = /^[\w-]*/;
/** Characters of the shortest key: a blank behind so many ends it, an earlier one is within it. */
const KEY_LENGTH = 32;

function keyIn(text: string): string {
  const [first = ""] = text.trim().split(UNSEEN, 1);
  const before = KEY.exec(first)?.[0] ?? "";
  return before.length >= KEY_LENGTH ? before : (KEY.exec(text.replace(UNSEEN, ""))?.[0] ?? "");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The address that was meant: its "#" is one again, and nothing stands in or behind its key that is none of it. */
export function repaired({ pathname, search, hash }: Parts): string {
  const lost = hash === "" ? HASH.exec(pathname + search) : null;
  const whole = pathname + search;
  const before = lost === null ? whole : whole.slice(0, lost.index);
  const fragment = lost === null ? hash.slice(1) : whole.slice(lost.index + lost[0].length);
  const path = before.replace(MARKS, "") || "/";
  if (fragment === "") return path;
  const plain = decoded(fragment);
  const key = KEYED.test(path)
    ? keyIn(plain)
    : plain.replace(UNSEEN, "").replaceAll("&amp;", "&").replace(MARKS, "");
  return `${path}#${key}`;
}

/** Puts the address that was meant into the address bar. Call before anything reads it. */
export function repairAddress(): void {
  const { pathname, search, hash } = location;
  const meant = repaired(location);
  if (meant !== pathname + search + hash) history.replaceState(history.state, "", meant);
}
