/**
 * The names left of the input's units and right of the output's: which stand where, and how much room
 * they have.
 */
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

interface UnitName {
  /** Its first unit. */
  readonly unit: number;
  readonly text: string;
  /** The height of its middle. */
  readonly y: number;
  /** How wide it can be. */
  readonly room: number;
}

export interface InputName extends UnitName {
  /** Where it ends. */
  readonly right: number;
}

export interface OutputName extends UnitName {
  /** Where it begins. */
  readonly left: number;
  /** The class whose sign stands before it. */
  readonly sign: number | null;
}

/** What an output is called, and the class that it stands for if it does. */
export interface Answer {
  readonly text: string;
  readonly sign: number | null;
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

/** The sign of a class before its name, with the gap between. */
export const SIGN = 16;

/** The room right of the last square that the names would like to have. */
export const answerRoom = (answers: readonly Answer[], size: number): number =>
  answers.length === 0
    ? 0
    : roomWanted(
        answers.map(({ text }) => text),
        size,
      ) + SIGN;

/**
 * One name a row right of the output's units. A single output between two classes has both names: the
 * class of its positive side above that of its negative.
 */
export function placeAnswers(
  column: Column,
  answers: readonly Answer[],
  width: number,
  size: number,
): OutputName[] {
  const { across, units, shown, side, x, xs, ys } = column;
  const place = (unit: number, { text, sign }: Answer, y: number): OutputName => {
    const last = Math.min(unit + across, shown) - 1;
    const left = (xs[last] ?? x) + side / 2 + APART;
    return { unit, text, sign, left, y, room: Math.max(0, width - left - EDGE) };
  };
  if (units === 1) {
    const apart = answers.length === 1 ? 0 : size * 0.75;
    return answers
      .toReversed()
      .map((answer, at) => place(0, answer, (ys[0] ?? 0) + (2 * at - 1) * apart));
  }
  return Array.from({ length: Math.ceil(shown / across) }, (_, row) => {
    const unit = row * across;
    const texts = answers.slice(unit, Math.min(unit + across, shown)).map(({ text }) => text);
    const sign = across === 1 ? (answers[unit]?.sign ?? null) : null;
    return place(unit, { text: texts.join(" · "), sign }, ys[unit] ?? 0);
  });
}
