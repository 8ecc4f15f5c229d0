/** The settings of each kind of layer, as a table: what its card shows and what its details do. */
import type { PlainKind } from "../spec/layer-kinds";
import type { InitSpec } from "../wire/types";

export interface NumberSetting {
  readonly name:
    | "units"
    | "kernel"
    | "stride"
    | "padding"
    | "dilation"
    | "groups"
    | "probability"
    | "momentum"
    | "epsilon";
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  readonly step: number;
}

const whole = (name: NumberSetting["name"], min: number, max: number): NumberSetting => ({
  name,
  min,
  max,
  whole: true,
  step: 1,
});

const UNITS = whole("units", 1, 256);
const STRIDE = whole("stride", 1, 8);
const CONVOLUTION = [
  UNITS,
  whole("kernel", 1, 15),
  STRIDE,
  whole("padding", 0, 14),
  whole("dilation", 1, 8),
  whole("groups", 1, 256),
];
const POOL = [whole("kernel", 2, 15), STRIDE, whole("padding", 0, 7)];
const EPSILON: NumberSetting = { name: "epsilon", min: 1e-12, max: 1, whole: false, step: 0 };

/** The first of a kind stands on its card, with buttons. */
export const NUMBERS: Readonly<Record<PlainKind, readonly NumberSetting[]>> = {
  dense: [UNITS],
  conv1d: CONVOLUTION,
  conv2d: CONVOLUTION,
  max_pool: POOL,
  average_pool: POOL,
  global_pool: [],
  flatten: [],
  batch_norm: [{ name: "momentum", min: 1e-3, max: 1, whole: false, step: 0.05 }, EPSILON],
  layer_norm: [EPSILON],
  group_norm: [whole("groups", 1, 256), EPSILON],
  dropout: [{ name: "probability", min: 0, max: 0.95, whole: false, step: 0.05 }],
  activation: [],
};

/** Kinds whose first number is worth buttons on the card. */
export const ON_CARD: ReadonlySet<PlainKind> = new Set([
  "dense",
  "conv1d",
  "conv2d",
  "max_pool",
  "average_pool",
  "group_norm",
  "dropout",
]);

export const INIT_KINDS = [
  "auto",
  "zeros",
  "constant",
  "normal",
  "uniform",
  "xavier",
  "kaiming",
  "orthogonal",
] as const satisfies readonly InitSpec["kind"][];

export const INITS: { readonly [Kind in InitSpec["kind"]]: Extract<InitSpec, { kind: Kind }> } = {
  auto: { kind: "auto" },
  zeros: { kind: "zeros" },
  constant: { kind: "constant", value: 0.1 },
  normal: { kind: "normal", deviation: 0.1 },
  uniform: { kind: "uniform", bound: 0.1 },
  xavier: { kind: "xavier", distribution: "uniform", gain: 1 },
  kaiming: { kind: "kaiming", distribution: "uniform", gain: Math.SQRT2 },
  orthogonal: { kind: "orthogonal", gain: 1 },
};

export interface InitNumber {
  readonly name: "value" | "deviation" | "bound" | "gain";
  readonly min: number;
  readonly max: number;
}

const GAIN: InitNumber = { name: "gain", min: 0.001, max: 100 };

export const INIT_NUMBERS: Readonly<Record<InitSpec["kind"], readonly InitNumber[]>> = {
  auto: [],
  zeros: [],
  constant: [{ name: "value", min: -100, max: 100 }],
  normal: [{ name: "deviation", min: 0.0001, max: 100 }],
  uniform: [{ name: "bound", min: 0.0001, max: 100 }],
  xavier: [GAIN],
  kaiming: [GAIN],
  orthogonal: [GAIN],
};
