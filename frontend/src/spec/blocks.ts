/** Blocks: layers repeated as one. */
import type { Spec } from "../wire/types";
import { placed } from "./expand";
import { type Block, freshId, MAX_LAYERS, MAX_REPEAT, type PlainLayer } from "./layer-kinds";
import { changeLayer, ids, withLayers } from "./network";
import { arcs, withFittingSkips } from "./skips";

const isBlock = (layer: { readonly kind: string }): layer is Block => layer.kind === "block";

/** The layer as a block of its own, repeated twice. */
export function wrap(spec: Spec, id: string): Spec {
  const block = freshId("block", ids(spec.network));
  const layers = spec.network.layers.map((layer) =>
    isBlock(layer) || layer.id !== id
      ? layer
      : { kind: "block" as const, id: block, repeat: 2, skip: "none" as const, layers: [layer] },
  );
  // What led to and from the layer leads to and from the block.
  const renamed = (name: string) => (name === id ? block : name);
  const skips = spec.network.skips.map((skip) => ({
    ...skip,
    source: renamed(skip.source),
    target: renamed(skip.target),
  }));
  return withFittingSkips({ ...spec, network: { ...spec.network, layers, skips } }).spec;
}

/** A block's copies as layers of their own, which keep their names, and its skips as skips. */
export function ungroup(spec: Spec, id: string): Spec {
  const { network } = spec;
  const block = network.layers.find((layer) => layer.id === id);
  if (block === undefined || !isBlock(block)) return spec;
  const copies = placed(network)
    .filter((each) => each.block?.id === id)
    .map((each) => ({ ...(each.layer as PlainLayer), id: each.id }));
  if (network.layers.length - 1 + copies.length > MAX_LAYERS) return spec;
  const skips = arcs(network)
    .filter((arc) => arc.place !== null || arc.block === id)
    .map(({ source, target, mode }) => ({ source, target, mode }));
  const layers = network.layers.flatMap((layer) => (layer.id === id ? copies : [layer]));
  return { ...spec, network: { ...network, layers, skips } };
}

export const setRepeat = (spec: Spec, id: string, repeat: number): Spec =>
  withFittingSkips(changeLayer(spec, id, { repeat: Math.max(1, Math.min(MAX_REPEAT, repeat)) }))
    .spec;

export const setBlockSkip = (spec: Spec, id: string, skip: Block["skip"]): Spec =>
  withFittingSkips(changeLayer(spec, id, { skip })).spec;

/** The layer after the block taken into it, as its last one. */
export function takeIn(spec: Spec, id: string): Spec {
  const { layers } = spec.network;
  const place = layers.findIndex((layer) => layer.id === id);
  const [block, next] = [layers[place], layers[place + 1]];
  if (block === undefined || next === undefined || !isBlock(block) || isBlock(next)) return spec;
  const grown = { ...block, layers: [...block.layers, next] };
  const rest = [...layers.slice(0, place), grown, ...layers.slice(place + 2)];
  return withFittingSkips(withLayers(spec, rest)).spec;
}
