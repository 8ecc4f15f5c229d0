/** The slider's scale by time: when the run came to which step, between the states kept of it. Pure. */

export interface Moment {
  readonly step: number;
  /** Seconds since 1970. */
  readonly time: number;
}

/** Ascending in both; what was kept twice at a step, or is out of order, counts once. */
export function clockOf(moments: readonly Moment[]): readonly Moment[] {
  const found: Moment[] = [];
  for (const moment of [...moments].sort((one, other) => one.step - other.step)) {
    const before = found.at(-1);
    if (before === undefined || (moment.step > before.step && moment.time >= before.time))
      found.push(moment);
  }
  return found;
}

/** The value of one column at a value of another that ascends, straight between the rows around it. */
function between(
  clock: readonly Moment[],
  at: number,
  from: keyof Moment,
  to: keyof Moment,
): number {
  const after = clock.findIndex((moment) => moment[from] >= at);
  const next = clock[after];
  if (next === undefined) return clock.at(-1)?.[to] ?? 0;
  const before = clock[after - 1] ?? next;
  const width = next[from] - before[from];
  const part = width === 0 ? 1 : (at - before[from]) / width;
  return before[to] + part * (next[to] - before[to]);
}

/** Where a step is between the first moment and the last, from 0 to 1. */
export function placeOf(clock: readonly Moment[], step: number): number {
  const [first, last] = [clock[0]?.time ?? 0, clock.at(-1)?.time ?? 0];
  return last === first ? 1 : (between(clock, step, "step", "time") - first) / (last - first);
}

/** The step at such a place. */
export function stepAt(clock: readonly Moment[], place: number): number {
  const [first, last] = [clock[0]?.time ?? 0, clock.at(-1)?.time ?? 0];
  return Math.round(between(clock, first + place * (last - first), "time", "step"));
}
