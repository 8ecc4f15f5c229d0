/** Which of the session's revisions this page has made: what it may take back as if nothing had been. */

/** By the numbers of the edits that made them. */
const revisionOf = new Map<number, number>();
let newest = 0;
/** Each revision from this one on is this page's own. */
let since = Number.POSITIVE_INFINITY;

export function madeHere(number: number, revision: number): void {
  revisionOf.set(number, revision);
  if (revision < newest) return;
  // What lies between was somebody else's.
  since = revision > newest + 1 ? revision : Math.min(since, revision);
  newest = revision;
}

export function madeElsewhere(revision: number): void {
  if (revision <= newest) return;
  newest = revision;
  since = Number.POSITIVE_INFINITY;
}

/** The first revision that edits of these numbers made, or null where none of them is known to have. */
export function firstOf(numbers: readonly number[]): number | null {
  const known = numbers.flatMap((number) => revisionOf.get(number) ?? []);
  return known.length === 0 ? null : Math.min(...known);
}

export const areOwnFrom = (revision: number): boolean => revision >= since;

/** Where a page begins: all before was not made by it, but for what the page before it made. */
export function beginOwn(revision: number, ownSince: number | null = null): void {
  revisionOf.clear();
  newest = revision;
  since = ownSince ?? Number.POSITIVE_INFINITY;
}

/** The first of the revisions up to now that are all of this page; null where the newest is not. */
export const ownSince = (): number | null => (Number.isFinite(since) ? since : null);
