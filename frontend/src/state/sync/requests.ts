/** Requests of edits: the operations that lead from one spec to another. */
import type { Operation } from "fast-json-patch";
import { differences } from "../../spec/patches";
import type { Fix, LayerSpec, Spec } from "../../wire/types";

const LAYERS = "/network/layers";

const shape = (layers: readonly LayerSpec[]): string =>
  layers
    .map((layer) =>
      layer.kind === "block" ? `${layer.id}(${shape(layer.layers)})` : `${layer.kind} ${layer.id}`,
    )
    .join();

/** Layers that came, went or moved go over the wire whole: place by place they would be hundreds. */
export function request(before: Spec, after: Spec): Operation[] {
  const patch = differences(before, after);
  const { layers } = after.network;
  if (shape(before.network.layers) === shape(layers)) return patch;
  const others = patch.filter(({ path }) => !path.startsWith(`${LAYERS}/`));
  return [{ op: "replace", path: LAYERS, value: layers }, ...others];
}

/** The refused operations and then the fix's: one edit that leads from what the server has. */
export const fixed = (refused: readonly Operation[], { patch }: Fix): Operation[] => [
  ...refused,
  ...(patch as unknown as Operation[]),
];
