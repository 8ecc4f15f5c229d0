/** Pure edits of a spec: each returns a new one that keeps the spec's own rules. */
import type {
  ActivationName,
  DataSpec,
  DenseLayer,
  FeatureName,
  LossSpec,
  Spec,
} from "../wire/types";

export const MAX_LAYERS = 24;
export const MAX_UNITS = 256;

const REGRESSIONS: ReadonlySet<DataSpec["dataset"]> = new Set(["plane", "multi_gauss", "curve"]);
const MANY_CLASSES: ReadonlySet<DataSpec["dataset"]> = new Set(["spiral", "gaussians"]);
const FEATURES_OF_X1: ReadonlySet<FeatureName> = new Set(["x1", "x1_squared", "sin_x1", "cos_x1"]);

export type Task = "binary" | "multiclass" | "regression";

export function task(data: DataSpec): Task {
  if (REGRESSIONS.has(data.dataset)) return "regression";
  return data.classes === 2 ? "binary" : "multiclass";
}

export const hasManyClasses = (data: DataSpec) => MANY_CLASSES.has(data.dataset);
export const isOneDimensional = (data: DataSpec) => data.dataset === "curve";

export function featureFits(data: DataSpec, feature: FeatureName): boolean {
  return !isOneDimensional(data) || FEATURES_OF_X1.has(feature);
}

export function lossFits(data: DataSpec, loss: LossSpec["kind"]): boolean {
  if (loss === "binary_cross_entropy") return task(data) === "binary";
  return loss !== "cross_entropy" || task(data) !== "regression";
}

/** The spec with what its data set rules out replaced: classes, features, loss. */
export function coherent(spec: Spec): Spec {
  const classes = hasManyClasses(spec.data) ? spec.data.classes : 2;
  const fitting = spec.data.features.filter((feature) => featureFits(spec.data, feature));
  const data: DataSpec = { ...spec.data, classes, features: fitting.length > 0 ? fitting : ["x1"] };
  if (lossFits(data, spec.training.loss.kind)) return { ...spec, data };
  return { ...spec, data, training: { ...spec.training, loss: LOSSES[task(data)] } };
}

export function outputs(spec: Spec): number {
  return spec.training.loss.kind === "cross_entropy" || task(spec.data) === "multiclass"
    ? spec.data.classes
    : 1;
}

export interface LayerShape {
  readonly id: string;
  readonly inputs: number;
  readonly units: number;
  readonly activation: ActivationName;
}

/** Hidden layers and the output layer, in order. */
export function shapes(spec: Spec): LayerShape[] {
  let inputs = spec.data.features.length;
  const found: LayerShape[] = spec.network.layers.map(({ id, units, activation }) => {
    const shape = { id, inputs, units, activation };
    inputs = units;
    return shape;
  });
  found.push({ id: "output", inputs, units: outputs(spec), activation: "identity" });
  return found;
}

export function parameterCount(spec: Spec): number {
  return shapes(spec).reduce((sum, { inputs, units }) => sum + inputs * units + units, 0);
}

const withLayers = (spec: Spec, layers: DenseLayer[]): Spec => ({
  ...spec,
  network: { ...spec.network, layers },
});

export function changeLayer(spec: Spec, id: string, change: Partial<DenseLayer>): Spec {
  return withLayers(
    spec,
    spec.network.layers.map((layer) => (layer.id === id ? { ...layer, ...change } : layer)),
  );
}

export function setUnits(spec: Spec, id: string, units: number): Spec {
  return changeLayer(spec, id, { units: Math.max(1, Math.min(MAX_UNITS, units)) });
}

/** A new layer before `position`, like its left neighbour. */
export function addLayer(spec: Spec, position: number): Spec {
  const { layers } = spec.network;
  if (layers.length >= MAX_LAYERS) return spec;
  const taken = new Set(layers.map(({ id }) => id));
  let number = layers.length + 1;
  while (taken.has(`h${number}`)) number += 1;
  const like = layers[position - 1] ?? layers[position];
  const layer: DenseLayer = {
    kind: "dense",
    id: `h${number}`,
    units: like?.units ?? 4,
    activation: like?.activation ?? "tanh",
  };
  return withLayers(spec, [...layers.slice(0, position), layer, ...layers.slice(position)]);
}

export function removeLayer(spec: Spec, id: string): Spec {
  return withLayers(
    spec,
    spec.network.layers.filter((layer) => layer.id !== id),
  );
}

/** The layer at `from` taken out and put in at `to` of what is left. */
export function moveLayer(spec: Spec, from: number, to: number): Spec {
  const layers = [...spec.network.layers];
  const [moved] = layers.splice(from, 1);
  if (moved === undefined) return spec;
  layers.splice(Math.max(0, Math.min(layers.length, to)), 0, moved);
  return withLayers(spec, layers);
}

export function toggleFeature(spec: Spec, feature: FeatureName): Spec {
  const { features } = spec.data;
  const next = features.includes(feature)
    ? features.filter((name) => name !== feature)
    : [...features, feature];
  return next.length === 0 ? spec : { ...spec, data: { ...spec.data, features: next } };
}

const LOSSES: Record<Task, LossSpec> = {
  binary: { kind: "binary_cross_entropy" },
  multiclass: { kind: "cross_entropy" },
  regression: { kind: "mse" },
};

const OF_X2: Partial<Record<FeatureName, FeatureName>> = {
  x1: "x2",
  x1_squared: "x2_squared",
  sin_x1: "sin_x2",
  cos_x1: "cos_x2",
};

/** From one input to two, x₂ comes with what x₁ has; from numbers to classes, a loss for classes. */
export function changeData(spec: Spec, change: Partial<DataSpec>): Spec {
  const data = { ...spec.data, ...change };
  if (isOneDimensional(spec.data) && !isOneDimensional(data)) {
    data.features = data.features.flatMap((name) => [name, OF_X2[name] ?? []].flat());
  }
  const was = task(spec.data) === "regression";
  const now = task(coherent({ ...spec, data }).data);
  const loss = was && now !== "regression" ? LOSSES[now] : spec.training.loss;
  return coherent({ ...spec, data, training: { ...spec.training, loss } });
}

export function changeTraining(spec: Spec, change: Partial<Spec["training"]>): Spec {
  return { ...spec, training: { ...spec.training, ...change } };
}
