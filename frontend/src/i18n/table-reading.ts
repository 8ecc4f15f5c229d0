/** How a file was read, in words: its encoding, what stands between its cells, and what is told of it. */
import type { Note, TextReading } from "../wire/uploads";
import { isKey, t } from ".";
import { paramText } from "./problem";

export const encodingName = (encoding: TextReading["encoding"]): string =>
  t(`reading.encoding.${encoding}`);

const SIGNS = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "blanks" } as const;

export const separatorName = (separator: TextReading["separator"]): string =>
  t(`reading.separator.${SIGNS[separator]}`);

export const decimalName = (decimal: TextReading["decimal"]): string =>
  t(decimal === "." ? "reading.decimal.point" : "reading.decimal.comma");

export const headerName = (header: boolean): string =>
  t(header ? "reading.header.names" : "reading.header.sample");

export const totalName = (total: boolean): string =>
  t(total ? "reading.total.sum" : "reading.total.sample");

/** A note's sentence. */
export function noteText({ code, params }: Note): string {
  const key = `note.${code}`;
  if (!isKey(key)) return code;
  const entries = Object.entries(params).map(([name, value]) => {
    const encoding = `reading.encoding.${value}`;
    if (name === "encoding" && isKey(encoding)) return [name, t(encoding)];
    // A row is found by its number in the file, and cells stand as they are there.
    return [name, paramText(name, value)];
  });
  return t(key, Object.fromEntries(entries));
}
