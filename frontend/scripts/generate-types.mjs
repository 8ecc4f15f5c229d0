// Writes src/wire/generated.ts from the server's schema; with --check, fails when it is stale.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";

const root = fileURLToPath(new URL("../..", import.meta.url));
const target = fileURLToPath(new URL("../src/wire/generated.ts", import.meta.url));
const python = process.env.PLAYGROUND_PYTHON ?? `${root}.venv/bin/python`;

// The compiler knows `items` as a list for tuples; it would name every titled field a type, write
// a second type for a reference with a default beside it, and lists with a length as tuples.
const DROPPED = new Set(["title", "default", "minItems", "maxItems"]);

function plain(node) {
  if (Array.isArray(node)) return node.map(plain);
  if (node === null || typeof node !== "object") return node;
  const rewritten = {};
  for (const [name, value] of Object.entries(node)) {
    if (DROPPED.has(name) && (name === "default" || typeof value !== "object")) continue;
    rewritten[name === "prefixItems" ? "items" : name] = plain(value);
  }
  return rewritten;
}

const printed = execFileSync(python, ["-m", "playground", "schema"], {
  encoding: "utf8",
  env: { ...process.env, PYTHONPATH: `${root}server` },
});
const { $defs } = plain(JSON.parse(printed));
const schema = {
  type: "object",
  additionalProperties: false,
  properties: Object.fromEntries(
    Object.keys($defs).map((name) => [name, { $ref: `#/$defs/${name}` }]),
  ),
  required: Object.keys($defs),
  $defs,
};
const text = await compile(schema, "Wire", {
  bannerComment: "// Generated from the server's schema by `npm run types`. Do not edit.",
  maxItems: 0,
  additionalProperties: false,
});
if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    console.error("src/wire/generated.ts is stale: run `npm run types` and commit it.");
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
