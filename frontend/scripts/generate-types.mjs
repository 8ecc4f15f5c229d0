// Writes src/wire/generated.ts and src/wire/catalogue.ts from the server; with --check, fails when
// one of them is stale.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile } from "json-schema-to-typescript";
import { catalogueModule } from "./catalogue-module.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const wire = fileURLToPath(new URL("../src/wire/", import.meta.url));
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

/** What the server prints when it is asked for `what`. */
function printed(what) {
  const text = execFileSync(python, ["-m", "playground", what], {
    encoding: "utf8",
    env: { ...process.env, PYTHONPATH: `${root}server` },
  });
  return JSON.parse(text);
}

function typesModule({ $defs }) {
  const schema = {
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(
      Object.keys($defs).map((name) => [name, { $ref: `#/$defs/${name}` }]),
    ),
    required: Object.keys($defs),
    $defs,
  };
  return compile(schema, "Wire", {
    bannerComment: "// Generated from the server's schema by `npm run types`. Do not edit.",
    maxItems: 0,
    additionalProperties: false,
  });
}

const modules = {
  "generated.ts": await typesModule(plain(printed("schema"))),
  "catalogue.ts": catalogueModule(printed("catalogue")),
};
const stale = Object.entries(modules).filter(
  ([name, text]) => !existsSync(wire + name) || readFileSync(wire + name, "utf8") !== text,
);
if (process.argv.includes("--check")) {
  for (const [name] of stale)
    console.error(`src/wire/${name} is stale: run \`npm run types\` and commit it.`);
  if (stale.length > 0) process.exit(1);
} else {
  for (const [name, text] of stale) writeFileSync(wire + name, text);
}
