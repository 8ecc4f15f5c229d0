/** Layers and units by the names that the diagram gives them. */
import { columnName, inputName } from "../editor/text";
import { t } from "../i18n";
import { form } from "../state/datasets";
import { shapes, spec } from "../state/session";
import type { NamedLayer } from "./traces";

/** Hidden layers and the output, from first to last, blocks written out. */
export const namedLayers = (): NamedLayer[] =>
  shapes.value.map(({ id, kind }, place) => ({ id, name: columnName(id, place + 1, kind) }));

/** Those of them that have something to learn. */
export function learningLayers(): NamedLayer[] {
  const learning = new Set(
    shapes.value.flatMap(({ id, parameters }) => (parameters > 0 ? id : [])),
  );
  return namedLayers().filter(({ id }) => learning.has(id));
}

export function layerName(layer: string): string {
  if (layer === "input") return columnName("input", 0);
  return namedLayers().find(({ id }) => id === layer)?.name ?? layer;
}

export function unitName(layer: string, unit: number): string {
  const data = spec.value?.data;
  if (layer === "input") return data === undefined ? "" : inputName(data, unit);
  const outputs = shapes.value.find(({ id }) => id === layer)?.outputs ?? [];
  const name = layerName(layer);
  if (layer === "output" && outputs[0] === 1) return name;
  const isChannel = outputs.length > 1 && data !== undefined && form(data) === "image";
  return t(isChannel ? "net.channel" : "net.unit", { layer: name, unit: unit + 1 });
}

/** The layer whose units a layer takes in. */
export function layerBefore(layer: string): string {
  const place = shapes.value.findIndex(({ id }) => id === layer);
  return shapes.value[place - 1]?.id ?? "input";
}
