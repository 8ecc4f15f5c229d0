/** A set-up for tests. */
import type { Spec } from "../wire/types";

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
  },
  network: {
    layers: [
      { kind: "dense", id: "h1", units: 8, activation: "tanh" },
      { kind: "dense", id: "h2", units: 4, activation: "relu" },
    ],
  },
  training: {
    loss: { kind: "binary_cross_entropy" },
    optimizer: { kind: "sgd", momentum: 0, nesterov: false },
    learning_rate: 0.03,
    schedule: { kind: "constant" },
    batch_size: 10,
    l1: 0,
    l2: 0,
  },
};
