import { afterEach, describe, expect, it } from "vitest";
import { REFUSALS } from "../wire/catalogue";
import type { Problem } from "../wire/types";
import { en } from "./en/all";
import { ko } from "./ko/all";
import { language } from "./language";
import { problemText } from "./problem";

const sources = import.meta.glob<string>("../../../server/playground/**/*.py", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** How the server's code names a problem: in a call's arguments, a table's row, or by keyword. */
const NAMED = [
  /\b(?:SpecProblem|Refused|Refusal|_row|self\._fail|_tell_error)\(\s*"([a-z_]+)"/g,
  /\b(?:problem|refused)\(\s*"([a-z_]+)"/g,
  /super\(\)\.__init__\(\s*"([a-z]+(?:_[a-z]+)*)",/g,
  /\bproblem\(\s*\d{3},\s*"([a-z_]+)"/g,
  /^\s+\d{3}: \("([a-z_]+)", "/gm,
  /\bcode ?= ?"([a-z_]+)"/g,
  /SENTENCES\.get\([^,]+, \("([a-z_]+)"/g,
  // A member of the table of refusals: its name in lower case is the code.
  /^ {4}([A-Z_]+) = Row\(/gm,
];

const NOTES = [/^ {4}"(read_[a-z_]+)": \(/gm];

const FIXES = [/\b(?:Fix|before|instead|set_field)\(\s*"([a-z0-9_]+)"/g];

function codes(patterns = NAMED): Set<string> {
  const found = new Set<string>(patterns === NAMED ? REFUSALS : []);
  for (const text of Object.values(sources)) {
    for (const pattern of patterns) {
      for (const [, code] of text.matchAll(pattern))
        if (code !== undefined) found.add(code.toLowerCase());
    }
  }
  return found;
}

describe("the server's problems", () => {
  it("finds the server's sources and their codes", () => {
    expect([...codes()]).toEqual(
      expect.arrayContaining(["feature_twice", "too_small", "conflict"]),
    );
  });

  it.each([...codes()].map((code) => [`problem.${code}`]))("%s has both texts", (key) => {
    expect(en).toHaveProperty([key]);
    expect(ko).toHaveProperty([key]);
  });
});

describe("what the server tells of how a file was read", () => {
  const notes = codes(NOTES);

  it("is found", () => {
    expect([...notes]).toEqual(expect.arrayContaining(["read_decimal", "read_few_rows"]));
  });

  it.each([...notes].map((code) => [`note.${code}`]))("%s has both texts", (key) => {
    expect(en).toHaveProperty([key]);
    expect(ko).toHaveProperty([key]);
  });

  it("is all that the catalogues have texts of", () => {
    const told = Object.keys(en).filter((key) => key.startsWith("note."));
    expect(told.toSorted()).toEqual([...notes].map((code) => `note.${code}`).toSorted());
  });
});

describe("the server's fixes", () => {
  it("are found", () => {
    expect([...codes(FIXES)]).toEqual(expect.arrayContaining(["flatten_before", "fewer_classes"]));
  });

  it.each([...codes(FIXES)].map((code) => [`fix.${code}`]))("%s has both texts", (key) => {
    expect(en).toHaveProperty([key]);
    expect(ko).toHaveProperty([key]);
  });
});

const CAUTIONS = [/\b(?:_caution|_unsure)\(\s*spec,\s*"([a-z_]+)"/g, /\bCaution\(\s*"([a-z_]+)"/g];

describe("the server's cautions", () => {
  it("are found", () => {
    expect([...codes(CAUTIONS)]).toEqual(
      expect.arrayContaining(["output_never_negative", "output_unsure", "nothing_learns"]),
    );
  });

  it.each([...codes(CAUTIONS)].map((code) => [`caution.${code}`]))("%s has both texts", (key) => {
    expect(en).toHaveProperty([key]);
    expect(ko).toHaveProperty([key]);
  });
});

const catalogues = import.meta.glob<Record<string, Record<string, string>>>(
  ["./{en,ko}/*.ts", "!./{en,ko}/{index,later,all}.ts"],
  { eager: true },
);

describe("the catalogues", () => {
  it.each(["en", "ko"])("of %s have no key twice", (name) => {
    const keys = Object.entries(catalogues)
      .filter(([file]) => file.startsWith(`./${name}/`))
      .flatMap(([, parts]) => Object.values(parts).flatMap(Object.keys));
    expect(keys.length).toBeGreaterThan(500);
    expect(keys.filter((key, place) => keys.indexOf(key) < place)).toEqual([]);
  });

  it.each(Object.entries(en))("%s has the same holes in Korean", (key, english) => {
    const korean = ko[key as keyof typeof ko];
    const holes = (text: string) =>
      Array.from(text.matchAll(/\{(\w+)(?::[^}]*)?\}/g), ([, name]) => name).toSorted();
    expect(holes(korean)).toEqual(holes(english));
    expect(korean.trim()).not.toBe("");
  });
});

describe("problemText", () => {
  const problem: Problem = {
    type: "",
    title: "",
    status: 422,
    detail: "The server's sentence.",
    code: "too_large",
    pointer: "/training/learning_rate",
    params: { field: "learning_rate", most: 100 },
    mends: [],
  };
  afterEach(() => {
    language.value = "en";
  });

  it("names the field in the language chosen", () => {
    language.value = "en";
    expect(problemText(problem)).toBe("“Learning rate” is too large. The maximum is 100.");
    language.value = "ko";
    expect(problemText(problem)).toContain("학습률");
  });

  it("names the teacher, whose edits go by a sign, as people do", () => {
    const crossed = { ...problem, code: "conflict_with", params: { author: "@teacher" } };
    expect(problemText(crossed)).toBe(
      "The teacher changed this first. Check the new set-up, then try again.",
    );
  });

  it("falls back to the server's sentence", () => {
    expect(problemText({ ...problem, code: "unheard_of" })).toBe("The server's sentence.");
  });
});
