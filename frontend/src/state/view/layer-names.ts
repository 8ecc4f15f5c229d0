/** Layers and units by the names that the diagram gives them. */

import { t } from "../../i18n";
import { answers } from "../../i18n/classes";
import { columnName, inputName } from "../../i18n/text";
import type { NamedLayer } from "../../plots/traces";
import { form } from "../../spec/datasets";
import { shapes, spec } from "../sync/session";

/** Hidden layers and the output, from first to last, blocks written out. */
export const namedLayers = (): NamedLayer[] =>
  shapes.value.map(({ id, kind }, place) => ({ id, name: columnName(id, place + 1, kind) }));

/** The layers that have parameters. */
export function learningLayers(): NamedLayer[] {
  const learning = new Set(
    shapes.value.flatMap(({ id, parameters }) => (parameters > 0 ? id : [])),
  );
  return namedLayers().filter(({ id }) => learning.has(id));
}

/** Whether the network has a layer of this id, the input counted. */
export const isLayer = (layer: string): boolean =>
  layer === "input" || shapes.value.some(({ id }) => id === layer);

export function layerName(layer: string): string {
  if (layer === "input") return columnName("input", 0);
  const place = shapes.value.findIndex(({ id }) => id === layer);
  return shapes.value[place] === undefined
    ? layer
    : columnName(layer, place + 1, shapes.value[place].kind);
}

/** "x₁" for an input, "Layer 2, unit 3" for a unit, "Conv 1, channel 3", "Output: setosa". */
export function unitName(layer: string, unit: number): string {
  const data = spec.value?.data;
  if (layer === "input") return data === undefined ? "" : inputName(data, unit);
  const outputs = shapes.value.find(({ id }) => id === layer)?.outputs ?? [];
  const name = layerName(layer);
  if (layer === "output" && data !== undefined) {
    const known = answers(data, outputs[0] ?? 0);
    const own = known.length === outputs[0] ? known[unit] : undefined;
    if (own !== undefined) return t("net.answer", { layer: name, name: own.text });
    if (outputs[0] === 1) return name;
  }
  const isChannel = outputs.length > 1 && data !== undefined && form(data) === "image";
  return t(isChannel ? "net.channel" : "net.unit", { layer: name, unit: unit + 1 });
}

/** The layer whose units a layer takes in. */
export function layerBefore(layer: string): string {
  const place = shapes.value.findIndex(({ id }) => id === layer);
  return shapes.value[place - 1]?.id ?? "input";
}
