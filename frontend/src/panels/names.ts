/** Layers and units by the names that the diagram gives them. */
import { columnName, FEATURE_SIGNS } from "../editor/text";
import { t } from "../i18n";
import { shapes } from "../state/spec";
import type { Spec } from "../wire/types";
import type { NamedLayer } from "./traces";

/** Hidden layers and the output, from first to last. */
export const namedLayers = (set: Spec): NamedLayer[] =>
  shapes(set).map(({ id }, place) => ({ id, name: columnName(id, place + 1) }));

export function layerName(set: Spec, layer: string): string {
  if (layer === "input") return columnName("input", 0);
  return namedLayers(set).find(({ id }) => id === layer)?.name ?? layer;
}

export function unitName(set: Spec, layer: string, unit: number): string {
  const feature = set.data.features[unit];
  if (layer === "input") return feature === undefined ? "" : FEATURE_SIGNS[feature];
  return t("net.unit", { layer: layerName(set, layer), unit: unit + 1 });
}

/** The layer whose units a layer takes in. */
export function layerBefore(set: Spec, layer: string): string {
  const place = shapes(set).findIndex(({ id }) => id === layer);
  return shapes(set)[place - 1]?.id ?? "input";
}
