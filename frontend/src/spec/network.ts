/** Pure edits of a network: each returns a new spec that keeps the spec's own rules. */
import type { ActivationName, LayerSpec, OutputLayer, Spec } from "../wire/types";
import {
  type Block,
  freshId,
  MAX_INNER,
  MAX_LAYERS,
  MAX_UNITS,
  newLayer,
  type PlainKind,
  type PlainLayer,
  type Shape,
  type Suggestion,
} from "./layer-kinds";
import { withFittingSkips } from "./skips";

export type Network = Spec["network"];

export const withLayers = (spec: Spec, layers: LayerSpec[]): Spec => ({
  ...spec,
  network: { ...spec.network, layers },
});

/** Every id in the spec: layers, blocks and the layers within them. */
export function ids({ layers }: Network): Set<string> {
  const inner = layers.flatMap((layer) => (layer.kind === "block" ? layer.layers : []));
  return new Set([...layers, ...inner].map(({ id }) => id));
}

/** The layer of that id in the spec, a block's inner one and the output included. */
export function layerOf({ network }: Spec, id: string): PlainLayer | OutputLayer | null {
  if (id === "output") return network.output;
  for (const layer of network.layers) {
    if (layer.kind !== "block") {
      if (layer.id === id) return layer;
      continue;
    }
    const inner = layer.layers.find((part) => part.id === id);
    if (inner !== undefined) return inner;
  }
  return null;
}

/** What a layer can be given to change; a field that its kind lacks is never given. */
export type Change = Readonly<Record<string, unknown>>;

export function changeLayer(spec: Spec, id: string, change: Change): Spec {
  const put = <Layer extends { readonly id?: string }>(layer: Layer): Layer =>
    layer.id === id ? { ...layer, ...change } : layer;
  if (id === "output") {
    const output = { ...spec.network.output, ...change };
    return { ...spec, network: { ...spec.network, output } };
  }
  return withLayers(
    spec,
    spec.network.layers.map((layer) =>
      layer.kind === "block" && layer.id !== id
        ? { ...layer, layers: layer.layers.map(put) }
        : put(layer),
    ),
  );
}

export function setUnits(spec: Spec, id: string, units: number): Spec {
  return changeLayer(spec, id, { units: Math.max(1, Math.min(MAX_UNITS, Math.round(units))) });
}

const plain = (layer: LayerSpec | undefined): PlainLayer | undefined =>
  layer?.kind === "block" ? layer.layers.at(-1) : layer;

/** Defaults for a new layer: units and activation of the nearest layers that have them. */
function suggestionAt({ layers }: Network, position: number, shape: Shape): Suggestion {
  const near = [...layers.slice(0, position).reverse(), ...layers.slice(position)].map(plain);
  const units = near.find((layer) => layer !== undefined && "units" in layer);
  const activated = near.find((layer) => layer?.kind === "dense") as
    | { activation: ActivationName }
    | undefined;
  return {
    units: units !== undefined && "units" in units ? units.units : 4,
    activation: activated?.activation ?? "tanh",
    shape,
  };
}

/** A new layer before `position` in the spec; `shape` is what it will be given, if known. */
export function addLayer(
  spec: Spec,
  position: number,
  kind: PlainKind | "block" = "dense",
  shape: Shape = [],
): Spec {
  const { layers } = spec.network;
  if (layers.length >= MAX_LAYERS) return spec;
  const taken = ids(spec.network);
  const from = kind === "dense" ? taken.size + 1 : 1;
  const suggestion = suggestionAt(spec.network, position, shape);
  const layer =
    kind === "block"
      ? newBlock(taken, suggestion)
      : newLayer(kind, freshId(kind, taken, from), suggestion);
  return withLayers(spec, [...layers.slice(0, position), layer, ...layers.slice(position)]);
}

/** A new layer in a block, before its layer `inner`. */
export function addInner(
  spec: Spec,
  position: number,
  inner: number,
  kind: PlainKind,
  shape: Shape = [],
): Spec {
  const block = spec.network.layers[position];
  if (block?.kind !== "block" || block.layers.length >= MAX_INNER) return spec;
  const taken = ids(spec.network);
  const suggestion = suggestionAt({ ...spec.network, layers: block.layers }, inner, shape);
  const layer = newLayer(
    kind,
    freshId(kind, taken, kind === "dense" ? taken.size + 1 : 1),
    suggestion,
  );
  const layers = [...block.layers.slice(0, inner), layer, ...block.layers.slice(inner)];
  return changeLayer(spec, block.id, { layers });
}

/** Two residual layers that keep the shape they are given. */
function newBlock(taken: ReadonlySet<string>, suggestion: Suggestion): Block {
  const kind = { 1: "dense", 2: "conv1d", 3: "conv2d" }[suggestion.shape.length || 1] as PlainKind;
  const units = suggestion.shape[0] ?? suggestion.units;
  const inner = newLayer(kind, freshId(kind, taken, taken.size + 1), { ...suggestion, units });
  const same = "units" in inner ? { ...inner, units: Math.min(MAX_UNITS, units) } : inner;
  return { kind: "block", id: freshId("block", taken), repeat: 2, skip: "add", layers: [same] };
}

/** Removes a layer with the skips to and from it; a block goes with its last layer. */
export function removeLayer(spec: Spec, id: string): Spec {
  const layers = spec.network.layers.flatMap((layer): LayerSpec[] => {
    if (layer.id === id) return [];
    if (layer.kind !== "block") return [layer];
    const rest = layer.layers.filter((part) => part.id !== id);
    return rest.length === 0 ? [] : [{ ...layer, layers: rest }];
  });
  return withFittingSkips(withLayers(spec, layers)).spec;
}

/** Takes the layer at `from` out and inserts it at `to` of the rest; skips that would lead backwards go. */
export function moveLayer(spec: Spec, from: number, to: number): Spec {
  return movedLayer(spec, from, to).spec;
}

/** As `moveLayer`; `dropped` counts the skips that went. */
export function movedLayer(
  spec: Spec,
  from: number,
  to: number,
): { readonly spec: Spec; readonly dropped: number } {
  const layers = [...spec.network.layers];
  const [moved] = layers.splice(from, 1);
  if (moved === undefined) return { spec, dropped: 0 };
  layers.splice(Math.max(0, Math.min(layers.length, to)), 0, moved);
  return withFittingSkips(withLayers(spec, layers));
}
