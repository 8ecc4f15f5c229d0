// The catalogue that the server prints, as a TypeScript module: a constant a table.
const WIDTH = 100;

/** The form of each table, by its key; the names are those of src/wire/facts.ts. */
const FORMS = {
  spec: "Fields",
  data: "Fields",
  training: "Fields",
  network: "Fields",
  layers: "Table<LayerFacts>",
  initializers: "Kinds",
  optimizers: "Kinds",
  schedules: "Kinds",
  losses: "Table<LossFacts>",
  activations: "Table<ActivationFacts>",
  curves: "CurveFacts",
  datasets: "Table<DatasetFacts>",
  features: "Table<FeatureFacts>",
  probes: "Kinds",
  messages: "Kinds",
  limits: "Table<number | string | readonly number[]>",
  close_codes: "Table<number>",
  exports: "Table<string>",
  refusals: "readonly string[]",
};

const key = (name) => (/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name));

/** A value on one line where it fits. */
function written(value, indent, room = WIDTH - indent.length) {
  const flat = onOneLine(value);
  if (flat.length <= room || typeof value !== "object" || value === null) return flat;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => written(item, inner));
    const plain = value.every((item) => typeof item !== "object");
    return `[\n${plain ? filled(items, inner) : items.map((item) => `${inner}${item},`).join("\n")}\n${indent}]`;
  }
  const rows = Object.entries(value).map(([name, item]) => {
    const start = `${inner}${key(name)}: `;
    return `${start}${written(item, inner, WIDTH - start.length - 1)},`;
  });
  return `{\n${rows.join("\n")}\n${indent}}`;
}

function onOneLine(value) {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const rows = Object.entries(value).map(([name, item]) => `${key(name)}: ${onOneLine(item)}`);
  return rows.length === 0 ? "{}" : `{ ${rows.join(", ")} }`;
}

/** As many items a line as fit. */
function filled(items, indent) {
  const lines = [];
  let line = indent;
  for (const item of items) {
    if (line.length + item.length + 2 > WIDTH && line !== indent) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += `${item}, `;
  }
  return [...lines, line.trimEnd()].join("\n");
}

export function catalogueModule(catalogue) {
  const names = Object.keys(catalogue);
  const unknown = [...names, ...Object.keys(FORMS)].filter(
    (name) => !(name in FORMS && name in catalogue),
  );
  if (unknown.length > 0) throw new Error(`no form, or no table: ${unknown.join(", ")}`);
  const types = [...new Set(names.flatMap((name) => FORMS[name].match(/[A-Z]\w+/g) ?? []))].sort();
  const tables = names.map(
    (name) =>
      `export const ${name.toUpperCase()} = ${written(catalogue[name], "")} as const satisfies ${FORMS[name]};\n`,
  );
  return [
    "// Generated from the server's tables by `npm run types`. Do not edit.\n",
    `import type {\n${types.map((type) => `  ${type},`).join("\n")}\n} from "./facts";\n`,
    "\n",
    tables.join("\n"),
  ].join("");
}
