/** Skip connections of a network, those of blocks included, and their removal when they no longer fit. */
import { LIMITS } from "../wire/catalogue";
import type { Skip, Spec } from "../wire/types";
import { ends, placed } from "./expand";

type Network = Spec["network"];

export interface Arc {
  /** Ids of expanded layers, or "input". */
  readonly source: string;
  readonly target: string;
  readonly mode: Skip["mode"];
  /** Its place among the spec's skips; null for one that a block brings. */
  readonly place: number | null;
  readonly block: string | null;
}

/** The skips of blocks: from the layer before each repetition to the layer after it. */
function around(network: Network): Arc[] {
  const all = placed(network);
  return all.flatMap(({ block, repetition }, place) => {
    const next = all[place + 1];
    const ended = next !== undefined && (next.block !== block || next.repetition !== repetition);
    if (block === null || block.skip === "none" || !ended) return [];
    const source = all[place - block.layers.length]?.id ?? "input";
    return [{ source, target: next.id, mode: block.skip, place: null, block: block.id }];
  });
}

/** Every connection that leads around something, the blocks' own first. */
export function arcs(network: Network): Arc[] {
  const { source, target } = ends(network);
  const own = network.skips.map((skip, place) => ({
    source: source(skip.source),
    target: target(skip.target),
    mode: skip.mode,
    place,
    block: null,
  }));
  return [...around(network), ...own];
}

/** The spec without the skips that lead nowhere, backwards or twice. */
export function withFittingSkips(spec: Spec): { readonly spec: Spec; readonly dropped: number } {
  const { network } = spec;
  const order = new Map([["input", -1]]);
  placed(network).forEach(({ id }, place) => {
    order.set(id, place);
  });
  const seen = new Set<string>();
  const fitting = new Set<number>();
  for (const { source, target, place } of arcs(network)) {
    const [from, to] = [order.get(source), order.get(target)];
    const name = `${source} ${target}`;
    if (from === undefined || to === undefined || from >= to || seen.has(name)) continue;
    seen.add(name);
    if (place !== null) fitting.add(place);
  }
  const skips = network.skips.filter((_, place) => fitting.has(place));
  const dropped = network.skips.length - skips.length;
  return dropped === 0 ? { spec, dropped } : { spec: withSkips(spec, skips), dropped };
}

const withSkips = (spec: Spec, skips: Skip[]): Spec => ({
  ...spec,
  network: { ...spec.network, skips },
});

/** Possible targets of a skip from `source`: later layers that it does not lead to already. */
export function targets({ network }: Spec, source: string): string[] {
  const all = placed(network).map(({ id }) => id);
  const taken = new Set(
    arcs(network)
      .filter((arc) => arc.source === source)
      .map(({ target }) => target),
  );
  // What the next layer is given anyway is nothing to add to it.
  return all.slice(all.indexOf(source) + 2).filter((id) => !taken.has(id));
}

export function addSkip(spec: Spec, source: string, target: string): Spec {
  const { skips } = spec.network;
  if (skips.length >= LIMITS.skips || !targets(spec, source).includes(target)) return spec;
  return withSkips(spec, [...skips, { source, target, mode: "add" }]);
}

export const changeSkip = (spec: Spec, place: number, mode: Skip["mode"]): Spec =>
  withSkips(
    spec,
    spec.network.skips.map((skip, at) => (at === place ? { ...skip, mode } : skip)),
  );

export const removeSkip = (spec: Spec, place: number): Spec =>
  withSkips(
    spec,
    spec.network.skips.filter((_, at) => at !== place),
  );
