/** Fewer points for drawing, none of them invented: each bucket keeps its least and its greatest. */
import type { Column } from "../wire/types";

export interface Points {
  readonly x: number[];
  readonly y: number[];
}

function known(x: Column, y: Column): Points {
  const points: Points = { x: [], y: [] };
  x.forEach((step, place) => {
    const value = y[place];
    if (step === null || value === null || value === undefined) return;
    points.x.push(step);
    points.y.push(value);
  });
  return points;
}

/** The places of the least and greatest value in a bucket, in their order. */
function extremes(y: readonly number[], from: number, to: number): number[] {
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
 * equal width in x, as a screen's columns are. Points without a value are left out.
 */
export function decimate(x: Column, y: Column, most: number): Points {
  const all = known(x, y);
  const last = all.x.length - 1;
  if (all.x.length <= most) return all;
  const buckets = Math.floor((most - 2) / 2);
  const start = all.x[0] ?? 0;
  const span = (all.x[last] ?? 0) - start || 1;
  const bucketOf = (place: number) =>
    Math.min(buckets - 1, Math.floor((((all.x[place] ?? 0) - start) / span) * buckets));
  const kept = [0];
  for (let from = 1; from < last; ) {
    let to = from + 1;
    while (to < last && bucketOf(to) === bucketOf(from)) to += 1;
    kept.push(...extremes(all.y, from, to));
    from = to;
  }
  kept.push(last);
  return { x: kept.map((place) => all.x[place] ?? 0), y: kept.map((place) => all.y[place] ?? 0) };
}
