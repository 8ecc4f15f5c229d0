/** The session on this page: the spec shown, the spec confirmed by the server, and its commands. */
import { computed, signal } from "@preact/signals";
import { compare } from "fast-json-patch";
import { dataSignature } from "../../spec/datasets";
import { type ConfirmedShapes, shapesOf } from "../../spec/shapes";
import { type Access, Refusal } from "../../wire/api";
import type { Connection } from "../../wire/stream";
import type {
  Caution,
  Command,
  LayerShape,
  Looked,
  Problem,
  Spec,
  Status,
  TransferReport,
} from "../../wire/types";
import { type IsShown, showIf } from "../live/frames";
import { type Given, send } from "./commands";

/** What the user last asked for, at once, before the server has confirmed it. */
export const wanted = signal<Spec | null>(null);
/** The past that somebody looks back at, for everybody in the session; null where all see the present. */
export const looked = signal<Looked | null>(null);
/** What the page shows: the set-up of then while somebody looks back, else what is wanted. */
export const spec = computed(() => looked.value?.spec ?? wanted.value);
export const status = signal<Status | null>(null);
export const connection = signal<Connection>("connecting");
/** Something between this page and the server refuses WebSockets: the page goes on by events. */
export const isOnEvents = signal(false);
/** When the connection broke, in milliseconds since 1970; null while it stands. */
export const brokenSince = signal<number | null>(null);
export const carried = signal<{ revision: number; report: TransferReport } | null>(null);
export const problem = signal<Problem | null>(null);
export const canEdit = signal(true);
export const access = signal<Access | null>(null);
/** The close code with which the server ended the stream for good, or null. */
export const endedBy = signal<number | null>(null);

/**
 * Why the server refused what the page shows, where it knows ways out: what was asked for stays until it is
 * mended, changed or given up.
 */
export const refused = signal<Problem | null>(null);

/** The frame of the samples: told once, not as training goes on. */
const POINTS = "points";

export const playing = computed(() => status.value?.state === "playing");

export interface Confirmed extends ConfirmedShapes {
  readonly revision: number;
  readonly cautions?: readonly Caution[];
}

/** `since` is the first known revision whose data have the present signature. */
const confirmedState = signal<(Confirmed & { readonly since: number }) | null>(null);

/** What the server has, as far as this page knows. */
export const confirmed = (): Confirmed | null => confirmedState.peek();

export const hasSameSignature = (one: Spec, other: Spec) =>
  dataSignature(one.data) === dataSignature(other.data);

export function confirm(now: {
  revision: number;
  spec: Spec;
  shapes?: readonly LayerShape[];
  cautions?: readonly Caution[];
}): void {
  const before = confirmedState.peek();
  const goesOn = before === null || hasSameSignature(before.spec, now.spec);
  const since = goesOn ? (before?.since ?? 0) : now.revision;
  confirmedState.value = { ...now, shapes: now.shapes ?? [], since };
}

/** What the set-up can never do, as the server has last said. */
export const cautions = computed(() => confirmedState.value?.cautions ?? []);

/** Forgets the session: nothing is known of the next one yet. */
export function forgetConfirmed(): void {
  confirmedState.value = null;
}

/**
 * Pictures of data of another nature than was last asked for are not shown, not even at first; while
 * somebody looks back, those of then alone, and the samples where they are the same.
 */
showIf(
  computed((): IsShown => {
    const [past, now, has] = [looked.value, wanted.value, confirmedState.value];
    if (past !== null) {
      const areSame = now !== null && compare(past.spec.data, now.data).length === 0;
      return (probe, revision) =>
        revision === past.revision || (areSame && probe === POINTS && revision >= 0);
    }
    if (now === null || has === null) return () => true;
    const first = hasSameSignature(now, has.spec) ? has.since : has.revision + 1;
    return (_, revision) => revision >= first;
  }),
);

const likelyShapes = computed(() => {
  const now = spec.value;
  if (now === null) return { layers: [], stale: false };
  return shapesOf(now, looked.value ?? confirmedState.value);
});
/** Each layer's shape, blocks written out, the output last. */
export const shapes = computed(() => likelyShapes.value.layers);
/** Whether an edit waits for the server to say what the shapes are. */
export const shapesStale = computed(() => likelyShapes.value.stale);

/** A problem from before the user did something that succeeded is none any more. */
export function succeeded(before: Problem | null): void {
  if (problem.peek() === before) problem.value = null;
}

/**
 * Resolves once the server has answered, with whether it did it; commands arrive in the order in which
 * they are given. `given` tells of one that the page before this one gave. One that belongs to an edit
 * (`ofEdit`, its number) is done only where that is taken.
 */
export async function command(
  asked: Command,
  given?: Given,
  ofEdit?: number | null,
): Promise<boolean> {
  const to = access.peek();
  if (to === null) return false;
  const before = problem.peek();
  try {
    await send(to, asked, given, ofEdit);
    if (access.peek() === to) succeeded(before);
    return true;
  } catch (error) {
    if (error instanceof Refusal && access.peek() === to) problem.value = error.problem;
    return false;
  }
}
