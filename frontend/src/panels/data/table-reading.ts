/** How an uploaded file is read: what can be asked for, and what each note of the reading offers. */
import type { Problem, Upload } from "../../wire/types";
import type { Asked, Note, Reading, TextReading, Uploaded } from "../../wire/uploads";
import { type Role, type UploadColumn, withKind, withRole } from "./columns-of-upload";

export const ENCODINGS: readonly TextReading["encoding"][] = [
  "utf-8",
  "cp949",
  "windows-1252",
  "windows-1251",
  "shift_jis",
  "euc_jp",
  "gb18030",
  "big5",
  "utf-16-le",
  "utf-16-be",
];
export const SEPARATORS: readonly TextReading["separator"][] = [",", ";", "\t", "|", " "];
export const DECIMALS: readonly TextReading["decimal"][] = [".", ","];
/** The server's bounds of what is asked for. */
export const MAX_SKIP = 1000;
const MAX_WORDS = 20;
const MAX_LETTERS = 80;

/** A name in an address that nobody guesses; `randomUUID` is not there where a page came without TLS. */
export const newDraft = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");

/** Words as they are typed in one line, a comma between. */
export const wordsOf = (line: string): string[] =>
  [...new Set(line.split(",").map((word) => word.trim().slice(0, MAX_LETTERS)))]
    .filter((word) => word !== "")
    .slice(0, MAX_WORDS);

/** What is asked for with a field changed; undefined has it guessed again. */
export function asking(before: Asked, change: Asked): Asked {
  const entries = Object.entries({ ...before, ...change }).filter(
    ([name, value]) =>
      value !== undefined && !(name === "empty" && (value as readonly string[]).length === 0),
  );
  return Object.fromEntries(entries) as Asked;
}

/** What was asked for when a file was read that is not at hand any more. */
export function askedOf({ given, ...reading }: Reading): Asked {
  const fields = [
    "encoding",
    "separator",
    "decimal",
    "header",
    "skip",
    "pictures",
    "total",
  ] as const;
  const asked = fields.filter((name) => given.includes(name)).map((name) => [name, reading[name]]);
  return Object.fromEntries(asked) as Asked;
}

/** Something that a note offers to do about what it tells. */
export type Offer =
  | { readonly kind: "pictures" | "table" }
  | { readonly kind: "header"; readonly header: boolean }
  | { readonly kind: "total"; readonly total: boolean }
  | { readonly kind: "decimal"; readonly decimal: TextReading["decimal"] }
  | { readonly kind: "word"; readonly word: string };

/** The other treatment that there is of what a note tells, if there is one. */
export function offerOf({ code, params }: Note, reading: Reading, asked: Asked): Offer | null {
  switch (code) {
    case "read_pictures":
      return { kind: reading.pictures ? "table" : "pictures" };
    case "read_header_numbers":
    case "read_header_unsure":
      return { kind: "header", header: !reading.header };
    case "read_totals":
      return { kind: "total", total: false };
    case "read_total_row":
      return { kind: "total", total: true };
    case "read_decimal":
      return { kind: "decimal", decimal: reading.decimal === "." ? "," : "." };
    case "read_digits_as_text":
    case "read_digits_ignored":
    case "read_word_kept":
      return wordOffer(params.word ?? params.cell, asked);
    default:
      return null;
  }
}

/** The way out of a refusal: a cell that is no number may be a word that means that nothing is there. */
export function offerAfter({ params }: Problem, asked: Asked): Offer | null {
  return wordOffer(params.cell, asked);
}

/** Words that were cut to a readable length, and more than the server takes, are not offered. */
function wordOffer(word: unknown, asked: Asked): Offer | null {
  const words = asked.empty ?? [];
  const isNew = typeof word === "string" && !words.includes(word) && !word.endsWith("…");
  return isNew && words.length < MAX_WORDS ? { kind: "word", word } : null;
}

/** What an offer asks for beside what was asked for before. */
export function takenUp(offer: Offer, asked: Asked): Asked {
  switch (offer.kind) {
    case "header":
      return { header: offer.header };
    case "total":
      return { total: offer.total };
    case "decimal":
      return { decimal: offer.decimal };
    case "word":
      return { empty: [...(asked.empty ?? []), offer.word] };
    default:
      return { pictures: offer.kind === "pictures" || undefined };
  }
}

/** Whether a note is of a column: its name may have been cut to a readable length. */
function isOf({ params }: Note, { name }: UploadColumn): boolean {
  const told = params.column;
  if (typeof told !== "string") return false;
  return told === name || (told.endsWith("…") && name.startsWith(told.slice(0, -1)));
}

/** Notes that tell of one column alone; each stands in its row, and all others above the table. */
const IN_ROWS: ReadonlySet<string> = new Set([
  "read_decimal",
  "read_other_decimal",
  "read_unit",
  "read_word_kept",
  "read_digits_as_text",
  "read_digits_ignored",
  "read_dates",
  "read_date_classes",
  "read_texts",
  "read_date_numbers",
  "read_one_value",
  "read_alike_values",
  "read_no_values",
  "read_text_numbers",
  "read_truth_values",
  "read_rounded",
  "read_index_column",
  "read_label_target",
  "read_many_classes",
]);

export interface NotesByPlace {
  readonly above: readonly Note[];
  /** By the place of the column. */
  readonly rows: ReadonlyMap<number, readonly Note[]>;
}

/** Each note once, in the row of its column if it has one. */
export function placeNotes({ upload, reading }: Uploaded): NotesByPlace {
  const above: Note[] = [];
  const rows = new Map<number, Note[]>();
  for (const note of reading?.notes ?? []) {
    const place = upload.columns.findIndex((column) => isOf(note, column));
    if (place < 0 || !IN_ROWS.has(note.code)) above.push(note);
    else rows.set(place, [...(rows.get(place) ?? []), note]);
  }
  return { above, rows };
}

/** What somebody has chosen of the columns by hand: it holds when the file is read another way. */
export interface Choices {
  readonly roles: ReadonlyMap<string, Role>;
  readonly kinds: ReadonlyMap<string, UploadColumn["kind"]>;
  readonly rules: Partial<Pick<Upload, "missing" | "standardise">>;
}

export const NO_CHOICES: Choices = { roles: new Map(), kinds: new Map(), rules: {} };

/** The choices with those that lead from one set-up of the columns to the next. */
export function choosing(before: Choices, from: Upload, to: Upload): Choices {
  const [roles, kinds] = [new Map(before.roles), new Map(before.kinds)];
  to.columns.forEach((column, place) => {
    const was = from.columns[place];
    if (was?.role !== column.role) roles.set(column.name, column.role);
    if (was?.kind !== column.kind) kinds.set(column.name, column.kind);
  });
  const rules = {
    ...before.rules,
    ...(from.missing === to.missing ? {} : { missing: to.missing }),
    ...(from.standardise === to.standardise ? {} : { standardise: to.standardise }),
  };
  return { roles, kinds, rules };
}

/** A file read anew with what was chosen before, where its columns are still called so. */
export function carried({ roles, kinds, rules }: Choices, upload: Upload): Upload {
  let next = upload;
  upload.columns.forEach(({ name }, place) => {
    const [role, kind] = [roles.get(name), kinds.get(name)];
    if (role !== undefined && role !== next.columns[place]?.role) {
      next = withRole(next, place, role);
    }
    if (kind !== undefined && kind !== next.columns[place]?.kind) {
      next = withKind(next, place, kind);
    }
  });
  const isSame = Object.entries(rules).every(
    ([rule, value]) => upload[rule as "missing"] === value,
  );
  return isSame ? next : { ...next, ...rules };
}
