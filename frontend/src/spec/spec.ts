/** Pure edits of a spec: each returns a new one that keeps the spec's own rules. */
import { LOSSES as LOSS_TABLE } from "../wire/catalogue";
import type { LossFacts } from "../wire/facts";
import type {
  ActivationName,
  DataSpec,
  DatasetName,
  FeatureName,
  LossSpec,
  Spec,
} from "../wire/types";
import {
  columnsOf,
  DATASETS,
  featureFits,
  form,
  onlyOfX1,
  type Painted,
  paintedOf,
  type Task,
  task,
} from "./datasets";

export {
  featureFits,
  form,
  hasFeatures,
  hasManyClasses,
  isOneDimensional,
  type Task,
  task,
} from "./datasets";

const LOSS_FACTS: Readonly<Record<LossSpec["kind"], LossFacts>> = LOSS_TABLE;

export function lossFits(data: DataSpec, loss: LossSpec["kind"]): boolean {
  return LOSS_FACTS[loss].tasks.includes(task(data));
}

/** The spec with what its data set rules out replaced: classes, features, columns, loss. */
export function coherent(spec: Spec): Spec {
  const { dataset, classes, features, columns } = spec.data;
  const fitting = features.filter((feature) => featureFits(spec.data, feature));
  const known = DATASETS[dataset].columns;
  const data: DataSpec = {
    ...spec.data,
    classes: dataset === "upload" ? classes : Math.min(classes, DATASETS[dataset].maxClasses),
    features: fitting.length > 0 ? fitting : ["x1"],
    columns: known.length === 0 ? columns : columns.filter((name) => known.includes(name)),
  };
  if (lossFits(data, spec.training.loss.kind)) return { ...spec, data };
  return { ...spec, data, training: { ...spec.training, loss: USUAL_LOSS[task(data)] } };
}

export function toggleFeature(spec: Spec, feature: FeatureName): Spec {
  const { features } = spec.data;
  const next = features.includes(feature)
    ? features.filter((name) => name !== feature)
    : [...features, feature];
  return next.length === 0 ? spec : { ...spec, data: { ...spec.data, features: next } };
}

/** Columns stay in the table's order; all of them are written as none. */
export function toggleColumn(spec: Spec, column: string): Spec {
  const all = columnsOf(spec.data);
  const chosen = spec.data.columns.length > 0 ? spec.data.columns : all;
  const next = all.filter((name) => chosen.includes(name) !== (name === column));
  if (next.length === 0) return spec;
  return { ...spec, data: { ...spec.data, columns: next.length === all.length ? [] : next } };
}

/** The usual one of each task. */
const USUAL_LOSS: Record<Task, LossSpec> = {
  binary: { kind: "binary_cross_entropy" },
  multiclass: { kind: "cross_entropy" },
  regression: { kind: "mse" },
};

/** Activations that can give any number; the others were made to tell classes apart. */
const UNBOUNDED: ReadonlySet<ActivationName> = new Set(["identity", "leaky_relu", "prelu"]);

const unbounded = (network: Spec["network"]): Spec["network"] => ({
  ...network,
  output: { ...network.output, activation: "identity" },
});

const OF_X2: Partial<Record<FeatureName, FeatureName>> = {
  x1: "x2",
  x1_squared: "x2_squared",
  sin_x1: "sin_x2",
  cos_x1: "cos_x2",
};

/** The classes that a data set begins with: those chosen before where that was a choice. */
export function firstClasses(before: DataSpec, dataset: DatasetName): number {
  const [from, to] = [DATASETS[before.dataset], DATASETS[dataset]];
  if (dataset === "painted") return paintedClasses(paintedOf(before));
  const wasChosen = before.classes !== from.usualClasses && from.maxClasses > 2;
  const fits = before.classes <= to.maxClasses && from.form === to.form;
  return wasChosen && fits ? before.classes : to.usualClasses;
}

/** The number of classes that painted points need, at least two. */
export const paintedClasses = (points: readonly Painted[]) =>
  points.reduce((most, [, , label]) => Math.max(most, label + 1), 2);

/**
 * From one input to two, x₂ comes with what x₁ has; from numbers to classes, a loss for classes; from
 * classes to numbers, an output that can reach them all.
 */
export function changeData(spec: Spec, change: Partial<DataSpec>): Spec {
  const data = { ...spec.data, ...change };
  if (data.dataset !== spec.data.dataset && change.classes === undefined) {
    data.classes = firstClasses({ ...data, dataset: spec.data.dataset }, data.dataset);
  }
  if (form(spec.data) !== "plane" && form(data) === "plane" && onlyOfX1(data.features)) {
    data.features = data.features.flatMap((name) => [name, OF_X2[name] ?? []].flat());
  }
  const was = task(spec.data) === "regression";
  const now = task(coherent({ ...spec, data }).data);
  const loss = was && now !== "regression" ? USUAL_LOSS[now] : spec.training.loss;
  const bounded = !UNBOUNDED.has(spec.network.output.activation);
  const network = !was && now === "regression" && bounded ? unbounded(spec.network) : spec.network;
  return coherent({ ...spec, data, network, training: { ...spec.training, loss } });
}

export function changeTraining(spec: Spec, change: Partial<Spec["training"]>): Spec {
  return { ...spec, training: { ...spec.training, ...change } };
}
