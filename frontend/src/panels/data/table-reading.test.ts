import { describe, expect, it } from "vitest";
import type { Problem, Upload } from "../../wire/types";
import type { Note, Reading } from "../../wire/uploads";
import {
  askedOf,
  asking,
  carried,
  choosing,
  NO_CHOICES,
  newDraft,
  offerAfter,
  offerOf,
  placeNotes,
  takenUp,
  wordsOf,
} from "./table-reading";

const READING: Reading = {
  encoding: "utf-8",
  separator: ",",
  decimal: ".",
  header: true,
  skip: 0,
  empty: [],
  pictures: false,
  total: false,
  given: [],
  others: {},
  notes: [],
};

const UPLOAD: Upload = {
  id: "abcdefghijklmnop",
  name: "seeds.csv",
  rows: 200,
  columns: [
    { name: "length", kind: "number", role: "input", categories: [], missing: 0 },
    { name: "color", kind: "category", role: "input", categories: ["red", "blue"], missing: 1 },
    { name: "kind", kind: "category", role: "target", categories: ["x", "y"], missing: 0 },
  ],
  image: null,
  missing: "drop",
  standardise: true,
};

const note = (code: string, params: Note["params"] = {}): Note => ({ code, params });

it("is sent under a name that is another each time", () => {
  const [one, other] = [newDraft(), newDraft()];
  expect(one).toMatch(/^[A-Za-z0-9_-]{16,40}$/);
  expect(one).not.toBe(other);
});

describe("what is asked for", () => {
  it("grows field by field, and is guessed again where it is taken back", () => {
    const first = asking({}, { separator: ";" });
    const both = asking(first, { decimal: "," });
    expect(both).toEqual({ separator: ";", decimal: "," });
    expect(asking(both, { separator: undefined })).toEqual({ decimal: "," });
    expect(asking({ empty: ["x"] }, { empty: [] })).toEqual({});
    expect(asking({}, { header: false, skip: 0 })).toEqual({ header: false, skip: 0 });
  });

  it("is known of a file that is not at hand", () => {
    const reading = { ...READING, separator: ";" as const, given: ["separator"] };
    expect(askedOf(reading)).toEqual({ separator: ";" });
  });

  it("has words with commas between, each once", () => {
    expect(wordsOf(" none, –,, none ,not known")).toEqual(["none", "–", "not known"]);
    expect(wordsOf(`${"x".repeat(90)}`)).toEqual(["x".repeat(80)]);
    expect(wordsOf(Array.from({ length: 40 }, (_, at) => at).join())).toHaveLength(20);
  });
});

describe("a note", () => {
  const notes = [
    note("read_lines_above", { count: 2 }),
    note("read_unit", { column: "length", cell: "3 cm", value: 3 }),
    note("read_rows_left_out", { used: 1, rows: 2, column: "length" }),
    note("read_dates", { column: "born" }),
    note("read_of_tomorrow"),
  ];

  it("stands in the row of its column, and none is lost", () => {
    const reading = { ...READING, notes };
    const { above, rows } = placeNotes({ upload: UPLOAD, preview: [], reading });
    expect(rows.get(0)).toEqual([notes[1]]);
    expect(above).toEqual([notes[0], notes[2], notes[3], notes[4]]);
  });

  it("finds its column by the beginning of a long name", () => {
    const long = "a measure of something that has a very long name indeed";
    const columns = [{ ...UPLOAD.columns[0], name: long }, ...UPLOAD.columns.slice(1)];
    const reading = {
      ...READING,
      notes: [note("read_texts", { column: `${long.slice(0, 40)}…` })],
    };
    const upload = { ...UPLOAD, columns } as Upload;
    expect(placeNotes({ upload, preview: [], reading }).rows.get(0)).toHaveLength(1);
  });

  it.each([
    [note("read_pictures", { height: 28, width: 28 }), { pictures: true }],
    [note("read_header_unsure", { names: "a" }), { header: false }],
    [note("read_header_numbers", { names: "1" }), { header: false }],
    [note("read_decimal", { column: "a", cell: "1,234" }), { decimal: "," }],
    [
      note("read_digits_as_text", { column: "a", cell: "sold", count: 2 }),
      { empty: ["old", "sold"] },
    ],
    [note("read_word_kept", { column: "a", word: "none" }), { empty: ["old", "none"] }],
    [note("read_totals", { used: 30, rows: 31, row: 32, cell: "Total" }), { total: false }],
    [note("read_total_row", { row: 32, word: "average" }), { total: true }],
  ])("offers the other treatment: %j", (told, asked) => {
    const before = { empty: ["old"] };
    const offer = offerOf(told, READING, before);
    expect(offer === null ? null : takenUp(offer, before)).toEqual(asked);
  });

  it("offers nothing where there is nothing else, or only the beginning of a word is known", () => {
    expect(offerOf(note("read_dates", { column: "born" }), READING, {})).toBeNull();
    const cut = note("read_word_kept", { column: "a", word: "a very long word…" });
    expect(offerOf(cut, READING, {})).toBeNull();
    const twice = note("read_word_kept", { column: "a", word: "none" });
    expect(offerOf(twice, READING, { empty: ["none"] })).toBeNull();
  });

  it("is one of a refusal too: a cell that is no number may mean that nothing is there", () => {
    const problem = { code: "upload_bad_cell", params: { row: 11, column: "a", cell: "ill" } };
    const offer = offerAfter(problem as unknown as Problem, {});
    expect(offer === null ? null : takenUp(offer, {})).toEqual({ empty: ["ill"] });
    expect(offerAfter(problem as unknown as Problem, { empty: ["ill"] })).toBeNull();
  });

  it("leads back from pictures to a table", () => {
    const offer = offerOf(
      note("read_pictures"),
      { ...READING, pictures: true },
      { pictures: true },
    );
    expect(offer === null ? null : asking({ pictures: true }, takenUp(offer, {}))).toEqual({});
  });
});

describe("what was chosen of the columns", () => {
  const other: Upload = {
    ...UPLOAD,
    columns: UPLOAD.columns.map((column) =>
      column.name === "kind"
        ? { ...column, role: "input" }
        : column.name === "length"
          ? { ...column, role: "target" }
          : column,
    ),
    missing: "mean",
  };
  const choices = choosing(NO_CHOICES, UPLOAD, other);

  it("holds when the file is read another way", () => {
    const again = carried(choices, { ...UPLOAD, id: "another-upload-id" });
    expect(again.id).toBe("another-upload-id");
    expect(again.missing).toBe("mean");
    expect(again.columns.map(({ role }) => role)).toEqual(["target", "input", "input"]);
  });

  it("is left where columns are called otherwise, and nothing changes without a choice", () => {
    const columns = UPLOAD.columns.map((column) => ({ ...column, name: `${column.name} (cm)` }));
    expect(carried(choices, { ...UPLOAD, columns }).columns).toEqual(columns);
    expect(carried(NO_CHOICES, UPLOAD)).toBe(UPLOAD);
  });
});
