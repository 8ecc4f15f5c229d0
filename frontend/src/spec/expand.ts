/** A network with its blocks written out, as the server does: one list of layers. */
import type { OutputLayer, Spec } from "../wire/types";
import type { Block, PlainLayer } from "./layer-kinds";

type Network = Spec["network"];

export interface Placed {
  /** The id after expansion: the copies of a block's layer c are c-1, c-2 and so on. */
  readonly id: string;
  /** The layer's id in the spec. */
  readonly owner: string;
  readonly layer: PlainLayer | OutputLayer;
  readonly kind: PlainLayer["kind"];
  readonly pointer: string;
  readonly block: Block | null;
  /** The repetition of the block, counted from 1; 0 outside of blocks. */
  readonly repetition: number;
  /** Where it stands in the spec's own list; the output after the last. */
  readonly position: number;
}

export function placed({ layers, output }: Network): Placed[] {
  const found: Placed[] = [];
  layers.forEach((layer, position) => {
    const pointer = `/network/layers/${position}`;
    if (layer.kind !== "block") {
      const { id, kind } = layer;
      found.push({ id, owner: id, layer, kind, pointer, block: null, repetition: 0, position });
      return;
    }
    for (let repetition = 1; repetition <= layer.repeat; repetition += 1) {
      layer.layers.forEach((part, inner) => {
        found.push({
          id: `${part.id}-${repetition}`,
          owner: part.id,
          layer: part,
          kind: part.kind,
          pointer: `${pointer}/layers/${inner}`,
          block: layer,
          repetition,
          position,
        });
      });
    }
  });
  const position = layers.length;
  const pointer = "/network/output";
  const last = { id: "output", owner: "output", layer: output, kind: "dense" } as const;
  return [...found, { ...last, pointer, block: null, repetition: 0, position }];
}

/** The expanded ids that a name stands for: a block's is its first as a target, its last as a source. */
export function ends(network: Network): {
  readonly source: (name: string) => string;
  readonly target: (name: string) => string;
} {
  const [first, last] = [new Map<string, string>(), new Map<string, string>()];
  for (const { id, block } of placed(network)) {
    if (block === null) continue;
    if (!first.has(block.id)) first.set(block.id, id);
    last.set(block.id, id);
  }
  return {
    source: (name) => last.get(name) ?? name,
    target: (name) => first.get(name) ?? name,
  };
}
