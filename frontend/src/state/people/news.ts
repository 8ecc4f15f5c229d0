/** Changes that others have made in the session while this page looked on. */
import { signal } from "@preact/signals";
import { changed } from "../../spec/merge";
import type { Spec } from "../../wire/types";

export interface News {
  readonly revision: number;
  /** "" where nobody knows. */
  readonly author: string;
  /** JSON pointers into `spec`. */
  readonly what: readonly string[];
  readonly spec: Spec;
}

/** The newest of it, until it is looked away from. */
export const news = signal<News | null>(null);

let last: Spec | null = null;
let waiting: News[] = [];
const mine = new Set<number>();

export function forgetNews(): void {
  last = news.value = null;
  waiting = [];
  mine.clear();
}

/** The revision that an edit of this page made. */
export function isMine(revision: number): void {
  mine.add(revision);
}

/** Call with each spec that the stream tells, in order. */
export function hearNews(told: Omit<News, "what">): void {
  if (last !== null) waiting.push({ ...told, what: changed(last, told.spec) });
  last = told.spec;
}

/** Tells of what was heard. Call once it is known which of it was made here. */
export function tellNews(): void {
  const told = waiting.findLast(({ revision, what }) => !mine.has(revision) && what.length > 0);
  waiting = [];
  if (told !== undefined) news.value = told;
}
