/** The kinds of layers: what each begins with, and what its neighbours suggest. */
import type { ActivationName, DenseLayer, LayerSpec, OutputLayer } from "../wire/types";

export type Block = Extract<LayerSpec, { kind: "block" }>;
export type PlainLayer = Exclude<LayerSpec, { kind: "block" }>;
export type PlainKind = PlainLayer["kind"];
export type Weighted = Extract<PlainLayer, { density: number }>;
export type Trainable = Extract<PlainLayer, { frozen: boolean }>;
export type Shape = readonly number[];

export const MAX_LAYERS = 32;
export const MAX_UNITS = 256;
export const MAX_REPEAT = 16;
/** Layers in one block. */
export const MAX_INNER = 8;

/** What stands beside a new layer. `shape` is what it will be given; empty if not known. */
export interface Beside {
  readonly units: number;
  readonly activation: ActivationName;
  readonly shape: Shape;
}

const TRAINABLE = { frozen: false, rate_factor: 1 } as const;

const weighted = () => ({
  ...TRAINABLE,
  init: { kind: "auto" } as const,
  initial_bias: 0,
  density: 1,
  frozen_units: [],
  frozen_weights: [] as DenseLayer["frozen_weights"],
});

const POOL = { kernel: 2, stride: 2, padding: 0 } as const;

const convolution = ({ units, shape }: Beside) => ({
  ...weighted(),
  units: shape.length > 1 && (shape[0] ?? 1) > 1 ? units : 8,
  kernel: 3,
  stride: 1,
  padding: 1,
  dilation: 1,
  groups: 1,
  activation: "relu" as const,
});

const halves = ({ shape }: Beside) => ((shape[0] ?? 2) % 2 === 0 ? 2 : 1);

type Begin = { readonly [Kind in PlainKind]: (id: string, beside: Beside) => PlainLayer };

const BEGIN: Begin = {
  dense: (id, { units, activation }) => ({ ...weighted(), kind: "dense", id, units, activation }),
  conv1d: (id, beside) => ({ ...convolution(beside), kind: "conv1d", id }),
  conv2d: (id, beside) => ({ ...convolution(beside), kind: "conv2d", id }),
  max_pool: (id) => ({ ...POOL, kind: "max_pool", id }),
  average_pool: (id) => ({ ...POOL, kind: "average_pool", id }),
  global_pool: (id) => ({ kind: "global_pool", id, mode: "average" }),
  flatten: (id) => ({ kind: "flatten", id }),
  batch_norm: (id) => ({ ...TRAINABLE, kind: "batch_norm", id, momentum: 0.1, epsilon: 1e-5 }),
  layer_norm: (id) => ({ ...TRAINABLE, kind: "layer_norm", id, epsilon: 1e-5 }),
  group_norm: (id, beside) => ({
    ...TRAINABLE,
    kind: "group_norm",
    id,
    groups: halves(beside),
    epsilon: 1e-5,
  }),
  dropout: (id) => ({ kind: "dropout", id, probability: 0.2 }),
  activation: (id) => ({ ...TRAINABLE, kind: "activation", id, activation: "relu" }),
};

export const begun = (kind: PlainKind, id: string, beside: Beside): PlainLayer =>
  BEGIN[kind](id, beside);

/** The letters that the id of a new layer begins with. */
const STEMS: Readonly<Record<PlainKind | "block", string>> = {
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
  block: "block",
};

export function freshId(kind: PlainKind | "block", taken: ReadonlySet<string>, from = 1): string {
  let number = from;
  while (taken.has(`${STEMS[kind]}${number}`)) number += 1;
  return `${STEMS[kind]}${number}`;
}

export interface Family {
  readonly name: string;
  readonly kinds: readonly (PlainKind | "block")[];
}

/** As the menu of new layers shows them. */
export const FAMILIES = [
  { name: "dense", kinds: ["dense"] },
  { name: "convolution", kinds: ["conv2d", "conv1d"] },
  { name: "pooling", kinds: ["max_pool", "average_pool", "global_pool"] },
  { name: "shape", kinds: ["flatten"] },
  { name: "norm", kinds: ["batch_norm", "layer_norm", "group_norm"] },
  { name: "other", kinds: ["dropout", "activation", "block"] },
] as const satisfies readonly Family[];

const MAPS: ReadonlySet<string> = new Set(["max_pool", "average_pool", "global_pool", "flatten"]);

/** Whether a layer of this kind can take what it would be given. Nothing is known of no shape. */
export function takes(kind: PlainKind | "block", shape: Shape): boolean {
  if (shape.length === 0) return true;
  if (kind === "conv2d") return shape.length === 3;
  if (kind === "conv1d") return shape.length < 3;
  if (kind === "dense") return shape.length === 1;
  return shape.length > 1 || !MAPS.has(kind);
}

export const isWeighted = (layer: PlainLayer | OutputLayer): layer is Weighted | OutputLayer =>
  "density" in layer;

export const isTrainable = (layer: PlainLayer | OutputLayer): layer is Trainable | OutputLayer =>
  "frozen" in layer;
