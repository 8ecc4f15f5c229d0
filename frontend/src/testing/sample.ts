/** A set-up for tests. */
import type { DenseLayer, Spec } from "../wire/types";

const WEIGHTED = {
  frozen: false,
  rate_factor: 1,
  init: { kind: "auto" },
  initial_bias: 0,
  density: 1,
  frozen_units: [],
  frozen_weights: [],
} satisfies Partial<DenseLayer>;

export const SPEC: Spec = {
  version: 1,
  name: "",
  seed: 1,
  data: {
    dataset: "spiral",
    samples: 500,
    noise: 0.1,
    train_fraction: 0.7,
    seed: 1,
    classes: 2,
    features: ["x1", "x2"],
    formula: "sin(x1)",
    painted: [],
    image_size: 16,
    shift: 0.5,
    rotation: 0,
    columns: [],
    upload: null,
  },
  network: {
    layers: [
      { ...WEIGHTED, kind: "dense", id: "h1", units: 8, activation: "tanh" },
      { ...WEIGHTED, kind: "dense", id: "h2", units: 4, activation: "relu" },
    ],
    skips: [],
    output: { ...WEIGHTED, activation: "identity" },
  },
  training: {
    loss: { kind: "binary_cross_entropy" },
    optimizer: { kind: "sgd", momentum: 0, dampening: 0, nesterov: false },
    learning_rate: 0.03,
    schedule: { kind: "constant" },
    batch_size: 10,
    l1: 0,
    l2: 0,
    weight_decay: 0,
    label_smoothing: 0,
    input_noise: 0,
    clip_value: null,
    clip_norm: null,
    averaging: null,
  },
};
