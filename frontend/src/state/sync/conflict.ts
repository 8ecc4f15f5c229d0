/** An edit that met another one in the same field: theirs is in force, and mine is not lost. */
import { signal } from "@preact/signals";
import { type Crossing, merge } from "../../spec/merge";
import type { Spec } from "../../wire/types";

export interface Conflict {
  /** Who was first; "" where nobody knows. */
  readonly author: string;
  readonly fields: readonly Crossing[];
  /** The set-up in force, into which the fields' pointers lead. */
  readonly theirs: Spec;
  /** Their spec with my values in the fields in conflict. */
  readonly mine: Spec;
}

export const conflict = signal<Conflict | null>(null);

/** The set-up as it is now, with mine in the fields where theirs was first. */
export const withMine = ({ theirs, mine }: Conflict, now: Spec): Spec =>
  merge(theirs, now, mine, "mine").document;
