/** Edits that freeze a layer, one unit of it, or one of its weights. */
import type { DenseLayer, Spec } from "../wire/types";
import { isTrainable, isWeighted } from "./layer-kinds";
import { changeLayer, layerOf } from "./network";

type Pair = readonly [unit: number, input: number];

/** The index that stands for the bias, in place of an input's. */
export const BIAS = -1;

export const frozenWeights = (spec: Spec, owner: string): readonly Pair[] => {
  const layer = layerOf(spec, owner);
  return layer !== null && isWeighted(layer) ? (layer.frozen_weights as Pair[]) : [];
};

export function isLayerFrozen(spec: Spec, owner: string): boolean {
  const layer = layerOf(spec, owner);
  return layer !== null && isTrainable(layer) && layer.frozen;
}

export function isUnitFrozen(spec: Spec, owner: string, unit: number): boolean {
  const layer = layerOf(spec, owner);
  return layer !== null && isWeighted(layer) && layer.frozen_units.includes(unit);
}

export const isWeightFrozen = (spec: Spec, owner: string, unit: number, input: number): boolean =>
  frozenWeights(spec, owner).some(([one, other]) => one === unit && other === input);

export function freezeLayer(spec: Spec, owner: string): Spec {
  return changeLayer(spec, owner, { frozen: !isLayerFrozen(spec, owner) });
}

export function freezeUnit(spec: Spec, owner: string, unit: number): Spec {
  const layer = layerOf(spec, owner);
  if (layer === null || !isWeighted(layer)) return spec;
  const rest = layer.frozen_units.filter((each) => each !== unit);
  const frozen_units =
    rest.length < layer.frozen_units.length ? rest : [...rest, unit].sort((a, b) => a - b);
  return changeLayer(spec, owner, { frozen_units });
}

export function freezeWeight(spec: Spec, owner: string, unit: number, input: number): Spec {
  const before = frozenWeights(spec, owner);
  const rest = before.filter(([one, other]) => one !== unit || other !== input);
  const now = rest.length < before.length ? rest : [...rest, [unit, input] as const];
  return changeLayer(spec, owner, {
    frozen_weights: now as unknown as DenseLayer["frozen_weights"],
  });
}
