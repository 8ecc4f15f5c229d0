/** The numbers beside a straight axis, and the room that values without a span need. Pure. */
import type { Trace } from "./figure";
import { type Span, thinned, twoOf } from "./log-axis";

const MAX_TICKS = 6;
/** Plotly leaves a little more than this of what is drawn free at either end. */
const FREE = 0.05;

/** Where a straight axis goes that nobody zoomed: from 0, over all that is drawn. */
export function straightSpan(traces: readonly Trace[]): Span {
  let [least, greatest] = [0, 0];
  for (const { y } of traces) {
    for (const value of y) {
      if (value < least) least = value;
      if (value > greatest && value < Number.POSITIVE_INFINITY) greatest = value;
    }
  }
  if (least === greatest) return [0, 1];
  const free = (greatest - least) * FREE;
  return [least < 0 ? least - free : 0, greatest + free];
}

/** Equal steps of 1, 2 or 5, as many as have room above each other, and two in any case. */
export function straightTicks([low, high]: Span, fit: number): readonly number[] {
  const most = Math.max(1, Math.min(MAX_TICKS - 1, fit - 1));
  const unit = Math.floor(Math.log10(high - low));
  for (let exponent = unit - 2; exponent <= unit; exponent += 1) {
    for (const digit of [1, 2, 5]) {
      const step = Number(`${digit}e${exponent}`);
      const [first, last] = [Math.ceil(low / step), Math.floor(high / step)];
      if (last - first < 1 || last - first > most) continue;
      return Array.from({ length: last - first + 1 }, (_, at) =>
        Number(((first + at) * step).toPrecision(12)),
      );
    }
  }
  return thinned(
    twoOf(low, high, (value) => value, (high - low) / 2),
    () => true,
  );
}
