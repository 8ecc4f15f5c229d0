/** The cases that the server wrote, of what both compute alike: `tests/golden/shared`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "../../../tests/golden/shared");

export interface Named {
  readonly name: string;
}

/** The cases of a file, each with its name before it. */
export function golden<Case extends Named>(file: string): [name: string, given: Case][] {
  const cases = JSON.parse(readFileSync(join(FOLDER, `${file}.json`), "utf8")) as Case[];
  return cases.map((each) => [each.name, each]);
}
