/** The page's floors, as the server's: each imports only from floors below it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const FLOORS = [
  ["wire"],
  ["plots"],
  ["state"],
  ["i18n"],
  ["editor"],
  ["panels"],
  ["sharing"],
  ["classroom"],
  ["pages"],
];
const SOURCE = join(import.meta.dirname, ".");

function* imports(): Generator<readonly [file: string, from: string, to: string]> {
  for (const name of readdirSync(SOURCE, { recursive: true, encoding: "utf8" })) {
    const from = name.split("/")[0] ?? "";
    if (!/\.tsx?$/.test(name) || name.includes(".test.") || !name.includes("/")) continue;
    const text = readFileSync(join(SOURCE, name), "utf8");
    for (const [, path] of text.matchAll(/from "((?:\.\.\/)+[\w/.-]+)"/g)) {
      const target = join(name, "..", path ?? "").split("/")[0] ?? "";
      if (target !== from) yield [name, from, target];
    }
  }
}

const height = (room: string) => FLOORS.findIndex((rooms) => rooms.includes(room));

describe("floors", () => {
  it("has every room on a floor", () => {
    const rooms = new Set([...imports()].flatMap(([, from, to]) => [from, to]));
    expect([...rooms].filter((room) => height(room) < 0)).toEqual([]);
  });

  it("imports downward only", () => {
    const upward = [...imports()].filter(([, from, to]) => height(to) >= height(from));
    expect(upward).toEqual([]);
  });
});
