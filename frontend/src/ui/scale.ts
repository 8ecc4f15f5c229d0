/** Scales of sliders: places that stand for values evenly, by powers of ten, or ever closer to one. */
import type { Bounds } from "../wire/bounds";

export interface Scale {
  readonly places: number;
  place(value: number): number;
  value(place: number): number;
}

const digits = (value: number, many: number) => Number(value.toPrecision(many));
const within = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));

export function linear(min: number, max: number, step: number): Scale {
  const places = Math.round((max - min) / step);
  return {
    places,
    place: (value) => within(Math.round((value - min) / step), 0, places),
    value: (place) => digits(min + place * step, 10),
  };
}

/** Values of two digits; `whole` rounds them to integers. */
export function logarithmic(min: number, max: number, whole = false): Scale {
  const perDecade = 20;
  const places = Math.round(Math.log10(max / min) * perDecade);
  const round = (value: number) => (whole ? Math.round(value) : value);
  return {
    places,
    place: (value) => within(Math.round(Math.log10(value / min) * perDecade), 0, places),
    value: (place) => within(round(digits(min * 10 ** (place / perDecade), 2)), min, max),
  };
}

/** Logarithmic, with zero in the first place. */
export function zeroOrLogarithmic(min: number, max: number): Scale {
  const above = logarithmic(min, max);
  return {
    places: above.places + 1,
    place: (value) => (value < min / 1.2 ? 0 : above.place(value) + 1),
    value: (place) => (place === 0 ? 0 : above.value(place - 1)),
  };
}

/** 0, 0.5, 0.9, 0.99, 0.999 …: what decays is a matter of how little is missing to one. */
export function towardsOne(nines: number): Scale {
  const perNine = 10;
  return {
    places: nines * perNine,
    place: (value) => within(Math.round(-Math.log10(1 - value) * perNine), 0, nines * perNine),
    value: (place) => digits(1 - digits(10 ** (-place / perNine), 2), 10),
  };
}

/** A decade more than this between a first value and the greatest, and places are powers of ten. */
const FAR = 100;
const MAX_PLACES = 100;
const MAX_STEPS = 1_000_000;

/**
 * For numbers of which only the bounds are known: evenly where they are few or near each other, by
 * powers of ten where the first one is small beside the greatest.
 */
export function scaleWithin({ min, max, whole }: Bounds, first: number): Scale {
  const high = Number.isFinite(max) ? max : Math.max(1, Math.abs(first)) * FAR;
  const low = Number.isFinite(min) ? min : -high;
  if (whole) {
    if (high - low <= MAX_PLACES) return linear(low, high, 1);
    return logarithmic(Math.max(1, low), Math.min(high, MAX_STEPS), true);
  }
  const step = digits((high - low) / MAX_PLACES, 1);
  if (low < 0 || first >= high / FAR) return linear(min > 0 && min < step ? step : low, high, step);
  if (low > 0) return logarithmic(Math.max(low, first / 1000), high);
  return first === 0 ? linear(low, high, step) : zeroOrLogarithmic(first / 1000, high);
}
