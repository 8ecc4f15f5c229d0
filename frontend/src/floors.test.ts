/** The page's floors, as the server's: each imports only from floors below it, and nothing in a circle. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/** From the bottom. Folders on one line import nothing of each other. */
const FLOORS = [
  ["wire"],
  ["spec", "plots"],
  ["i18n"],
  ["ui"],
  ["state/people", "state/live"],
  ["state/sync"],
  ["state/view"],
  ["charts"],
  ["actions"],
  [
    "editor",
    "panels/data",
    "panels/training",
    "panels/result",
    "panels/inside",
    "lessons",
    "classroom",
    "sharing",
  ],
  ["pages"],
];
/** What begins the page, above every floor; style sheets and test helpers, which have none. */
const OFF_FLOORS = new Set(["main.tsx", "style", "testing"]);
/** Floors that say what is, and never follow it: no signals. */
const PURE = ["spec", "plots"];

const SOURCE = join(import.meta.dirname, ".");
const MODULES = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter(
  (name) => /\.tsx?$/.test(name) && !name.includes(".test."),
);
const KNOWN = new Set(MODULES);

interface Import {
  readonly from: string;
  readonly to: string;
}

/** The module that a path in another one leads to; null for a package or a style sheet. */
function resolved(importer: string, path: string): string | null {
  if (!path.startsWith(".") || path.endsWith(".css")) return null;
  const whole = join(importer, "..", path);
  const found = [".ts", ".tsx", "/index.ts"].map((end) => whole + end).find((it) => KNOWN.has(it));
  if (found === undefined) throw new Error(`${importer} imports ${path}, which is not there`);
  return found;
}

const textOf = (module: string) => readFileSync(join(SOURCE, module), "utf8");

/** Types-only imports too: what needs a type of a floor above stands on the wrong floor. */
const IMPORTS: readonly Import[] = MODULES.flatMap((from) =>
  [...textOf(from).matchAll(/(?:from|import|import\() ?"([^"]+)"/g)].flatMap(([, path = ""]) => {
    const to = resolved(from, path);
    return to === null ? [] : [{ from, to }];
  }),
);

/** "panels/data" of "panels/data/Columns.tsx"; "ui" of "ui/tabs.tsx". */
function folder(module: string): string {
  const parts = module.split("/").slice(0, -1);
  const names = FLOORS.flat();
  return [parts.slice(0, 2).join("/"), parts[0] ?? ""].find((it) => names.includes(it)) ?? module;
}

const height = (name: string) => FLOORS.findIndex((folders) => folders.includes(name));
const isOff = (module: string) => OFF_FLOORS.has(module.split("/")[0] ?? "");

/** A way along imports from a module back to itself, or null. */
function circle(): readonly string[] | null {
  const next = new Map<string, string[]>(MODULES.map((module) => [module, []]));
  for (const { from, to } of IMPORTS) next.get(from)?.push(to);
  const done = new Set<string>();
  const walk = (module: string, way: readonly string[]): readonly string[] | null => {
    if (way.includes(module)) return [...way.slice(way.indexOf(module)), module];
    if (done.has(module)) return null;
    for (const to of next.get(module) ?? []) {
      const found = walk(to, [...way, module]);
      if (found !== null) return found;
    }
    done.add(module);
    return null;
  };
  for (const module of MODULES) {
    const found = walk(module, []);
    if (found !== null) return found;
  }
  return null;
}

describe("floors", () => {
  it("has every module on a floor", () => {
    const off = MODULES.filter((module) => !isOff(module) && height(folder(module)) < 0);
    expect(off).toEqual([]);
  });

  it("imports downward only, and no sibling", () => {
    const wrong = IMPORTS.filter(({ from, to }) => {
      const [here, there] = [folder(from), folder(to)];
      return !isOff(from) && here !== there && height(there) >= height(here);
    });
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it("has no circle of imports, not even for types", () => {
    expect(circle()).toBeNull();
  });

  it("keeps signals out of what is pure", () => {
    const impure = MODULES.filter(
      (module) => PURE.includes(folder(module)) && textOf(module).includes("@preact/signals"),
    );
    expect(impure).toEqual([]);
  });
});
