/** The numbers beside a log axis. Pure. */
import type { Trace } from "./figure";

/** The powers of ten at the ends of a log axis. */
export type Span = readonly [low: number, high: number];

const MAX_TICKS = 6;
/** Significant digits of a double that can be relied upon, with some to spare. */
const DIGITS = 13;
/** Plotly leaves a little more than this of what is drawn free at either end. */
const FREE = 0.05;
/** Powers of ten that an axis spans at least: less would tell of the last digits of one number. */
export const NARROWEST = 0.02;

/** The multiples of `step` from 10^low to 10^high; none where there would be far too many. */
function multiples(step: number, low: number, high: number): number[] {
  const [first, last] = [Math.ceil(10 ** low / step), Math.floor(10 ** high / step)];
  if (!(last - first < 3 * MAX_TICKS)) return [];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => (first + at) * step);
}

/**
 * The numbers beside a log axis along which `fit` have room above each other: of decades, of 1, 2
 * and 5 in each, and of equal steps those that are most.
 */
export function logTicks([low, high]: Span, fit: number): readonly number[] {
  const isSeen = (tick: number) => Math.log10(tick) >= low && Math.log10(tick) <= high;
  const [from, to] = [Math.floor(low), Math.ceil(high)];
  const exponents = Array.from({ length: to - from + 1 }, (_, at) => from + at);
  const choices = [
    exponents.flatMap((exponent) => [1, 2, 5].map((digit) => Number(`${digit}e${exponent}`))),
  ];
  for (let decades = 1; decades <= exponents.length; decades += 1) {
    choices.push(exponents.filter((one) => one % decades === 0).map((one) => Number(`1e${one}`)));
  }
  const unit = Math.floor(Math.log10(10 ** high - 10 ** low));
  for (const exponent of [unit - 1, unit, unit + 1]) {
    for (const digit of [1, 2, 5]) {
      choices.push(multiples(Number(`${digit}e${exponent}`), low, high));
    }
  }
  const least = (high - low) / Math.max(1, fit);
  const isFar = (tick: number, before: number | undefined) =>
    before === undefined || Math.log10(tick / before) >= least;
  const seen = choices.map((choice) => choice.filter(isSeen));
  const fits = (ticks: readonly number[]) =>
    ticks.length <= MAX_TICKS && ticks.every((tick, at) => isFar(tick, ticks[at - 1]));
  const whole = longest(seen.filter(fits));
  if (whole.length > 1) return whole;
  // Where only one of each choice has room, two of a finer one may, with others left out.
  const few = longest([whole, ...seen.map((ticks) => thinned(ticks, isFar))]);
  if (few.length > 1) return few;
  return twoOf(10 ** low, 10 ** high, Math.log10, (high - low) / 2);
}

const longest = (choices: readonly (readonly number[])[]): readonly number[] =>
  choices.reduce((most, ticks) => (ticks.length > most.length ? ticks : most), []);

export function thinned(
  ticks: readonly number[],
  isFar: (tick: number, before: number | undefined) => boolean,
): readonly number[] {
  const kept: number[] = [];
  for (const tick of ticks) if (isFar(tick, kept.at(-1))) kept.push(tick);
  return kept.slice(0, MAX_TICKS);
}

/** As round as two numbers from `low` to `high` can be that lie so far apart, however near these are. */
export function twoOf(
  low: number,
  high: number,
  place: (value: number) => number,
  apart: number,
): readonly number[] {
  const start = Math.floor(Math.log10(Math.max(Math.abs(low), Math.abs(high))));
  for (let exponent = start; exponent > start - DIGITS; exponent -= 1) {
    for (const digit of [5, 2, 1]) {
      const step = Number(`${digit}e${exponent}`);
      const first = Number((Math.ceil(low / step) * step).toPrecision(DIGITS));
      const last = Number((Math.floor(high / step) * step).toPrecision(DIGITS));
      const isIn = first >= low && last <= high && first > Number.NEGATIVE_INFINITY;
      if (isIn && last > first && place(last) - place(first) >= apart) return [first, last];
    }
  }
  return [low, high];
}

/** Where a log axis goes that nobody zoomed: over all that is drawn. */
export function logSpan(traces: readonly Trace[]): Span {
  let [least, greatest] = [Number.POSITIVE_INFINITY, 0];
  for (const { y } of traces) {
    for (const value of y) {
      if (value > 0 && value < least) least = value;
      if (value > greatest) greatest = value;
    }
  }
  if (greatest === 0) return [-1, 1];
  const [low, high] = [Math.log10(least), Math.log10(greatest)];
  // Plotly, too, gives one value a decade on either side.
  if (low === high) return [low - 1, high + 1];
  const free = Math.max(high - low, NARROWEST) * FREE;
  const wider = Math.max(0, NARROWEST - (high - low)) / 2;
  return [low - wider - free, high + wider + free];
}
