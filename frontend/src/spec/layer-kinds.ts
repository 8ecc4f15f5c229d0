/** The kinds of layers, with the defaults of a new one and what its neighbors suggest. */
import { defaults, ordered } from "../wire/bounds";
import { LAYERS, LIMITS } from "../wire/catalogue";
import type { LayerFacts } from "../wire/facts";
import type { ActivationName, LayerKind, LayerSpec, OutputLayer } from "../wire/types";

export type Block = Extract<LayerSpec, { kind: "block" }>;
export type PlainLayer = Exclude<LayerSpec, { kind: "block" }>;
export type PlainKind = PlainLayer["kind"];
export type Weighted = Extract<PlainLayer, { density: number }>;
export type Trainable = Extract<PlainLayer, { frozen: boolean }>;
export type Shape = readonly number[];

const FACTS: Readonly<Record<LayerKind, LayerFacts>> = LAYERS;

export const MAX_LAYERS = LIMITS.layers;
export const MAX_UNITS = LIMITS.units;
export const MAX_REPEAT = LAYERS.block.fields.repeat.max;
/** Layers in one block. */
export const MAX_INNER = LAYERS.block.fields.layers.maxItems;

/** Defaults suggested by the neighbors of a new layer. `shape` is its input; empty if not known. */
export interface Suggestion {
  readonly units: number;
  readonly activation: ActivationName;
  readonly shape: Shape;
}

/** Between maps as many channels as the neighbors have; otherwise the kind's own default. */
const channels = ({ units, shape }: Suggestion) =>
  shape.length > 1 && (shape[0] ?? 1) > 1 ? { units } : {};

const halves = ({ shape }: Suggestion) => ({ groups: (shape[0] ?? 2) % 2 === 0 ? 2 : 1 });

/** Fields that follow the neighbors; the others have the defaults of the kind. */
const SUGGESTED: Readonly<Partial<Record<PlainKind, (suggestion: Suggestion) => object>>> = {
  dense: ({ units, activation }) => ({ units, activation }),
  conv1d: channels,
  conv2d: channels,
  group_norm: halves,
};

export const newLayer = (kind: PlainKind, id: string, suggestion: Suggestion): PlainLayer =>
  ({ kind, id, ...defaults(FACTS[kind].fields), ...SUGGESTED[kind]?.(suggestion) }) as PlainLayer;

/** The letters that the id of a new layer begins with, where they are not its kind's. */
const STEMS: Readonly<Partial<Record<LayerKind, string>>> = {
  dense: "h",
  conv1d: "conv",
  conv2d: "conv",
  max_pool: "pool",
  average_pool: "pool",
  global_pool: "pool",
  flatten: "flat",
  batch_norm: "norm",
  layer_norm: "norm",
  group_norm: "norm",
  dropout: "drop",
  activation: "act",
};
const MAX_STEM = 8;

export function freshId(kind: LayerKind, taken: ReadonlySet<string>, from = 1): string {
  const stem = STEMS[kind] ?? kind.slice(0, MAX_STEM);
  let number = from;
  while (taken.has(`${stem}${number}`)) number += 1;
  return `${stem}${number}`;
}

const KNOWN = [
  { name: "dense", kinds: ["dense"] },
  { name: "convolution", kinds: ["conv2d", "conv1d"] },
  { name: "pooling", kinds: ["max_pool", "average_pool", "global_pool"] },
  { name: "shape", kinds: ["flatten"] },
  { name: "norm", kinds: ["batch_norm", "layer_norm", "group_norm"] },
] as const satisfies readonly { name: string; kinds: readonly LayerKind[] }[];

const known: readonly LayerKind[] = KNOWN.flatMap(({ kinds }) => [...kinds]);

export interface Family {
  readonly name: (typeof KNOWN)[number]["name"] | "other";
  readonly kinds: readonly LayerKind[];
}

/** The groups of the menu of new layers; a kind of no family is among the others. */
export const FAMILIES: readonly Family[] = [
  ...KNOWN,
  {
    name: "other",
    kinds: ordered(
      (Object.keys(LAYERS) as LayerKind[]).filter((kind) => !known.includes(kind)),
      ["dropout", "activation", "block"],
    ),
  },
];

/** What would leave a vector as it is. */
const OF_MAPS: ReadonlySet<LayerKind> = new Set(["flatten"]);

/** Whether a layer of this kind can take what it would be given. Nothing is known of no shape. */
export function takes(kind: LayerKind, shape: Shape): boolean {
  if (shape.length === 0) return true;
  return FACTS[kind].takes.includes(shape.length) && (shape.length > 1 || !OF_MAPS.has(kind));
}

export const isWeighted = (layer: PlainLayer | OutputLayer): layer is Weighted | OutputLayer =>
  "density" in layer;

/** Whether some of its weights do not exist: they are 0 in what the server sends. */
export const isSparse = (layer: PlainLayer | OutputLayer) => isWeighted(layer) && layer.density < 1;

export const isTrainable = (layer: PlainLayer | OutputLayer): layer is Trainable | OutputLayer =>
  "frozen" in layer;
