/** Numbers as people type them: how they are read, and what is made of those that do not fit. */

export interface Bounds {
  readonly min: number;
  readonly max: number;
  /** Whole numbers alone. */
  readonly whole?: boolean | undefined;
}

/** What was typed, as it is taken; `told` is why that is not what was typed. */
export interface Taken {
  /** Null where there is no number. */
  readonly value: number | null;
  readonly told: "none" | "empty" | "most" | "least" | "whole" | null;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const MINUS = /[\u2010-\u2015\u2212]/g;
/** Blanks, apostrophes and low lines before three digits part thousands. */
const PARTED = /(?<=\d)[\s'’_](?=\d{3}(?!\d))/g;
const THOUSANDS = { ",": /^[+-]?\d{1,3}(?:,\d{3})+(?!\d)/, ".": /^[+-]?\d{1,3}(?:\.\d{3})+(?!\d)/ };

/**
 * The number that a text means, or null: a comma is a decimal point, as in most of the world. Of a comma
 * and a point the last is, and in a whole number one before three digits parts thousands.
 */
export function readNumber(text: string, whole = false): number | null {
  const plain = text.normalize("NFKC").trim().replace(MINUS, "-").replace(PARTED, "");
  const pointed = withPoint(plain, whole);
  return pointed !== null && NUMBER.test(pointed) ? Number(pointed) : null;
}

function withPoint(text: string, whole: boolean): string | null {
  const commas = text.split(",").length - 1;
  const points = text.split(".").length - 1;
  if (commas > 0 && points > 0) {
    const thousands = text.lastIndexOf(",") < text.lastIndexOf(".") ? "," : ".";
    return THOUSANDS[thousands].test(text)
      ? text.replaceAll(thousands, "").replace(",", ".")
      : null;
  }
  const sign = commas > 0 ? "," : ".";
  const most = Math.max(commas, points);
  if (most > 1 || (whole && most === 1 && THOUSANDS[sign].test(text)))
    return THOUSANDS[sign].test(text) ? text.replaceAll(sign, "") : null;
  return text.replace(",", ".");
}

/** Takes what was typed within the bounds of its field. */
export function taken(text: string, { min, max, whole = false }: Bounds): Taken {
  if (text.trim() === "") return { value: null, told: "empty" };
  const wanted = readNumber(text, whole);
  if (wanted === null) return { value: null, told: "none" };
  if (wanted > max) return { value: max, told: "most" };
  if (wanted < min) return { value: min, told: "least" };
  if (whole && !Number.isInteger(wanted)) return { value: Math.round(wanted), told: "whole" };
  return { value: wanted, told: null };
}
