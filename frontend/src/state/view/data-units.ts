/**
 * The units of the data: a standardized column lies within a few standard deviations for the network,
 * and is read in its own numbers wherever it stands beside an axis or a value.
 */
import type { Frame } from "../../wire/frames";
import { floats, number } from "../../wire/frames";
import { latest } from "../live/frames";

/** From a number as the network has it to the data's own: value · scale + zero. */
export interface Unit {
  readonly zero: number;
  readonly scale: number;
}

export const PLAIN: Unit = { zero: 0, scale: 1 };

export const inUnit = (value: number, { zero, scale }: Unit): number => value * scale + zero;

/** The unit of an input by its number; as it is where nothing was standardized. */
export function unitOf(input: number, frame: Frame | undefined = latest("points")): Unit {
  if (frame === undefined) return PLAIN;
  const [zero, scale] = [floats(frame, "zero")?.data[input], floats(frame, "scale")?.data[input]];
  return zero === undefined || scale === undefined ? PLAIN : { zero, scale };
}

/** The unit of the number to predict. */
export function labelUnit(frame: Frame | undefined = latest("points")): Unit {
  if (frame === undefined) return PLAIN;
  const [zero, scale] = [number(frame, "label_zero"), number(frame, "label_scale")];
  return Number.isFinite(zero) && Number.isFinite(scale) ? { zero, scale } : PLAIN;
}

export interface Tick {
  /** Where it stands, as the network has it. */
  readonly at: number;
  /** What it says there, in the data's units. */
  readonly value: number;
}

const STEPS = [1, 2, 2.5, 5, 10];

/** Round numbers of the data's units between −reach and +reach, no more than `most`. */
export function ticksWithin(reach: number, unit: Unit, most: number): Tick[] {
  const { zero, scale } = unit;
  const [low, high] = [zero - reach * scale, zero + reach * scale];
  const rough = (high - low) / most;
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((each) => each * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  return Array.from({ length: last - first + 1 }, (_, place) => {
    // A multiple of the step and not a sum of it, which would end in …0000001.
    const value = Number(((first + place) * step).toPrecision(12));
    return { at: (value - zero) / scale, value };
  });
}
