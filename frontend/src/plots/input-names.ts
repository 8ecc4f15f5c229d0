/** The names left of the input's units: which stand where, and how much room they have. */
import type { Column } from "./geometry";

/** From a name to the square that it names. */
const APART = 8;
/** A name that is longer than so many letters ends in an ellipsis. */
const MAX_EM = 11.5;
const EDGE = 2;
/** Chinese, Japanese and Korean signs are about as wide as they are high. */
const WIDE = /[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uff60]/u;
const WIDE_EM = 0.95;
const NARROW_EM = 0.58;

export interface InputName {
  /** Its first unit. */
  readonly unit: number;
  readonly text: string;
  /** Where it ends, and the height of its middle. */
  readonly right: number;
  readonly y: number;
  /** How wide it can be. */
  readonly room: number;
}

/** About how wide a text is, in pixels: enough to leave room for it before it is set. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const sign of text) width += (WIDE.test(sign) ? WIDE_EM : NARROW_EM) * size;
  return width;
}

/** The room left of the first square that the names would like to have. */
export function roomWanted(names: readonly string[], size: number): number {
  const longest = Math.max(0, ...names.map((name) => textWidth(name, size)));
  return Math.ceil(Math.min(longest, MAX_EM * size)) + APART + EDGE;
}

/** One name a row: of units side by side, all their names. */
export function placeNames(column: Column, names: readonly string[]): InputName[] {
  const { across, shown, side, x, xs, ys } = column;
  return Array.from({ length: Math.ceil(shown / across) }, (_, row) => {
    const unit = row * across;
    const right = (xs[unit] ?? x) - side / 2 - APART;
    const text = names.slice(unit, Math.min(unit + across, shown)).join(" · ");
    return { unit, text, right, y: ys[unit] ?? 0, room: Math.max(0, right - EDGE) };
  });
}
