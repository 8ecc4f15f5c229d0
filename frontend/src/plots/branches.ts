/** A run's branches as they are drawn: which lead to which, what was left behind, and where. Pure. */
import type { Branch, Branches } from "../wire/branches";
import type { Moment } from "./time-axis";

/** A part of a branch that leads on: up to its step `until`. */
export interface Stretch {
  readonly branch: Branch;
  readonly until: number;
}

/** From the first branch to this one, each up to where the next one leaves it. */
export function pathTo({ branches }: Branches, id: string): readonly Stretch[] {
  const byId = new Map(branches.map((branch) => [branch.id, branch]));
  const path: Stretch[] = [];
  let until = Number.POSITIVE_INFINITY;
  for (let next = byId.get(id); next !== undefined; ) {
    path.unshift({ branch: next, until: Math.min(until, next.last_step) });
    const { origin } = next;
    until = origin?.step ?? 0;
    // Not for ever, whatever the server says.
    byId.delete(next.id);
    next = origin === null ? undefined : byId.get(origin.branch);
  }
  return path;
}

/** When the run came to which step of the way to a branch, as far as was `seen` of each. */
export const momentsTo = (
  all: Branches,
  id: string,
  seen: ReadonlyMap<string, readonly Moment[]>,
): readonly Moment[] =>
  pathTo(all, id).flatMap(({ branch, until }) => [
    { step: branch.first_step, time: branch.made },
    ...(seen.get(branch.id) ?? []).filter(({ step }) => step <= until),
  ]);

/** Steps of a branch that do not lead to the present: those after `after`. */
export interface Ghost {
  readonly id: string;
  readonly after: number;
  readonly last: number;
}

/** More of them on one chart tell nothing. */
const MAX_GHOSTS = 6;

/** What was left behind, the newest first. */
export function ghostsOf(all: Branches): readonly Ghost[] {
  const leading = new Map(pathTo(all, all.present).map(({ branch, until }) => [branch.id, until]));
  return all.branches
    .map(({ id, first_step, last_step: last }) => {
      const after = id === all.present ? last : (leading.get(id) ?? first_step);
      return { id, after, last };
    })
    .filter(({ after, last }) => last > after)
    .reverse()
    .slice(0, MAX_GHOSTS);
}

/** All but the branches that came to nothing: no step was trained on them, and none comes from them. */
export function withSteps(all: Branches): Branches {
  const origins = new Set(all.branches.map(({ origin }) => origin?.branch));
  return {
    ...all,
    branches: all.branches.filter(
      ({ id, first_step, last_step }) =>
        id === all.present || last_step > first_step || origins.has(id),
    ),
  };
}
