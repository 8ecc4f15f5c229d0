/** When the run came to which step, as far as this page has seen it. */
import { effect } from "@preact/signals";
import type { Moment } from "../../plots/time-axis";
import { access, status } from "../sync/session";

/** Of each branch; with more, every other one is forgotten. */
const MAX_MOMENTS = 400;

const moments = new Map<string, Moment[]>();

/** By branch, ascending. */
export const seenMoments: ReadonlyMap<string, readonly Moment[]> = moments;

let of: string | undefined;
effect(() => {
  const [id, now] = [access.value?.id, status.value];
  if (id !== of) moments.clear();
  of = id;
  if (now === null) return;
  const known = moments.get(now.branch) ?? [];
  if (now.step <= (known.at(-1)?.step ?? -1)) return;
  const all = [...known, { step: now.step, time: Date.now() / 1000 }];
  const kept = all.length > MAX_MOMENTS ? all.filter((_, at) => at % 2 === 0) : all;
  moments.set(now.branch, kept);
});
