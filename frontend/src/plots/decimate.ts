/** Fewer points for drawing, none bridging what has no value. Pure. */
import type { Column } from "../wire/types";

export interface Points {
  readonly x: number[];
  readonly y: number[];
}

/** Of every step: means, and between which values they lie. */
export interface Banded {
  readonly x: number[];
  readonly mid: number[];
  readonly low: number[];
  readonly high: number[];
}

interface Run {
  readonly from: number;
  readonly to: number;
}

/** Where values follow each other without one that is missing. */
function runsOf(x: Column, y: Column): Run[] {
  const runs: Run[] = [];
  let from = -1;
  for (let place = 0; place <= x.length; place += 1) {
    const isKnown = place < x.length && (x[place] ?? null) !== null && (y[place] ?? null) !== null;
    if (isKnown && from < 0) from = place;
    if (!isKnown && from >= 0) {
      runs.push({ from, to: place });
      from = -1;
    }
  }
  return runs;
}

/** The stretches of a run that lie in one column of the screen each. */
function* columnsOf(run: Run, bucketOf: (place: number) => number): Generator<Run> {
  for (let from = run.from; from < run.to; ) {
    let to = from + 1;
    while (to < run.to && bucketOf(to) === bucketOf(from)) to += 1;
    yield { from, to };
    from = to;
  }
}

function bucketsOf(x: Column, runs: readonly Run[], buckets: number) {
  const start = x[runs[0]?.from ?? 0] ?? 0;
  const span = (x[(runs.at(-1)?.to ?? 1) - 1] ?? 0) - start || 1;
  return (place: number) =>
    Math.min(buckets - 1, Math.floor((((x[place] ?? 0) - start) / span) * buckets));
}

const count = (runs: readonly Run[]) => runs.reduce((sum, { from, to }) => sum + to - from, 0);

/** The places of the least and greatest value, in their order. */
function extremes(y: Column, { from, to }: Run): number[] {
  let [least, greatest] = [from, from];
  for (let place = from + 1; place < to; place += 1) {
    if ((y[place] ?? 0) < (y[least] ?? 0)) least = place;
    if ((y[place] ?? 0) > (y[greatest] ?? 0)) greatest = place;
  }
  if (least === greatest) return [least];
  return least < greatest ? [least, greatest] : [greatest, least];
}

/**
 * At most `most` of the points: the first, the last, and between them both extremes of buckets of
 * equal width in x, as a screen's columns are. Where values are missing one that is no number ends
 * the line, besides.
 */
export function decimate(x: Column, y: Column, most: number): Points {
  const runs = runsOf(x, y);
  const all = count(runs) <= most;
  const bucketOf = bucketsOf(x, runs, Math.floor((most - 2) / 2));
  const [first, last] = [runs[0]?.from ?? 0, (runs.at(-1)?.to ?? 0) - 1];
  const points: Points = { x: [], y: [] };
  const push = (place: number, value: number) => {
    points.x.push(x[place] ?? 0);
    points.y.push(value);
  };
  for (const run of runs) {
    if (points.x.length > 0) push(run.from - 1, Number.NaN);
    const inner = { from: Math.max(run.from, first + 1), to: Math.min(run.to, last) };
    const kept = all
      ? Array.from({ length: run.to - run.from }, (_, at) => run.from + at)
      : [
          ...(run.from === first ? [first] : []),
          ...[...columnsOf(inner, bucketOf)].flatMap((column) => extremes(y, column)),
          ...(run.to - 1 === last && last !== first ? [last] : []),
        ];
    for (const place of kept) push(place, y[place] ?? 0);
  }
  return points;
}

/**
 * Each point tells of the steps since the one before; of those in one column of the screen the mean
 * over all their steps, the least and the greatest, at the last of them.
 */
export function band(x: Column, mid: Column, low: Column, high: Column, most: number): Banded {
  const runs = runsOf(x, mid);
  const bucketOf =
    count(runs) <= most ? (place: number) => place : bucketsOf(x, runs, Math.max(1, most));
  const found: Banded = { x: [], mid: [], low: [], high: [] };
  const push = (at: number, values: readonly [number, number, number]) => {
    found.x.push(at);
    found.mid.push(values[0]);
    found.low.push(values[1]);
    found.high.push(values[2]);
  };
  for (const run of runs) {
    if (found.x.length > 0) push(x[run.from - 1] ?? 0, [Number.NaN, Number.NaN, Number.NaN]);
    for (const { from, to } of columnsOf(run, bucketOf)) {
      let [sum, steps] = [0, 0];
      let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (let place = from; place < to; place += 1) {
        const mean = mid[place] ?? 0;
        const made = Math.max(1, (x[place] ?? 0) - (x[place - 1] ?? 0));
        sum += mean * made;
        steps += made;
        least = Math.min(least, low[place] ?? mean);
        greatest = Math.max(greatest, high[place] ?? mean);
      }
      push(x[to - 1] ?? 0, [sum / steps, least, greatest]);
    }
  }
  return found;
}
