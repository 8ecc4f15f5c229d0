/** The diagram's edits, as buttons, keys and drags make them. */
import { signal } from "@preact/signals";
import { t } from "../i18n";
import { setBlockSkip, setRepeat, takeIn, ungroup, wrap } from "../spec/blocks";
import { placed } from "../spec/expand";
import { freezeLayer, freezeUnit, freezeWeight } from "../spec/freezing";
import type { Block, PlainKind, Shape } from "../spec/layer-kinds";
import {
  addInner,
  addLayer,
  type Change,
  changeLayer,
  movedLayer,
  removeLayer,
  setUnits,
} from "../spec/network";
import { addSkip, changeSkip, removeSkip } from "../spec/skips";
import { edit } from "../state/sync/edits";
import { spec } from "../state/sync/session";
import type { ActivationName, Skip, Spec } from "../wire/types";
import { followToCard, followToNew } from "./walking";

/** What an edit took along that was not asked for, in a sentence; null when there is nothing. */
export const remark = signal<string | null>(null);

function remarked(dropped: number): void {
  remark.value = dropped === 0 ? null : t("skip.dropped", { count: dropped });
}

export const changeUnits = (id: string, units: number) =>
  edit(`units ${id}`, (set) => setUnits(set, id, units));

/** A gesture a layer and field: a drag or a row of clicks is one edit to undo. */
export const change = (id: string, what: Change, gesture = Object.keys(what).join()) =>
  edit(`${gesture} ${id}`, (set) => changeLayer(set, id, what));

export const chooseActivation = (id: string, activation: ActivationName) =>
  edit(`activation ${id}`, (set) => changeLayer(set, id, { activation }));

/** The layers' ids as the diagram has them, from first to last. */
const ids = (set: Spec | null) => (set === null ? [] : placed(set.network).map(({ id }) => id));

export function remove(id: string): void {
  const before = spec.peek();
  edit(`remove ${id}`, (set) => removeLayer(set, id));
  const after = spec.peek();
  remarked((before?.network.skips.length ?? 0) - (after?.network.skips.length ?? 0));
  // The keys go to the layer that has taken its place.
  const left = new Set(ids(after));
  const at = ids(before).findIndex((each) => !left.has(each));
  if (at >= 0) followToCard(ids(after)[at] ?? "output");
}

export function move(from: number, to: number): void {
  const set = spec.peek();
  if (set === null || to < 0 || to >= set.network.layers.length) return;
  const { dropped } = movedLayer(set, from, to);
  const moved = set.network.layers[from]?.id;
  edit("move", (before) => movedLayer(before, from, to).spec);
  remarked(dropped);
  if (moved !== undefined) followToCard(moved);
}

export interface Place {
  readonly position: number;
  /** Within a block, before its layer of that number. */
  readonly inner: number | null;
  readonly shape: Shape;
}

export function add({ position, inner, shape }: Place, kind: PlainKind | "block"): void {
  const before = new Set(ids(spec.peek()));
  edit(`add ${position} ${kind}`, (set) =>
    inner === null || kind === "block"
      ? addLayer(set, position, kind, shape)
      : addInner(set, position, inner, kind, shape),
  );
  const made = ids(spec.peek()).find((id) => !before.has(id));
  if (made !== undefined) followToNew(made);
}

export const repeat = (id: string) => edit(`wrap ${id}`, (set) => wrap(set, id));
export const dissolve = (id: string) => edit(`ungroup ${id}`, (set) => ungroup(set, id));
export const changeRepeat = (id: string, count: number) =>
  edit(`repeat ${id}`, (set) => setRepeat(set, id, count));
export const changeBlockSkip = (id: string, skip: Block["skip"]) =>
  edit(`block skip ${id}`, (set) => setBlockSkip(set, id, skip));
export const extend = (id: string) => edit(`extend ${id}`, (set) => takeIn(set, id));

export const connect = (source: string, target: string) =>
  edit(`connect ${source} ${target}`, (set) => addSkip(set, source, target));
export const changeConnection = (place: number, mode: Skip["mode"]) =>
  edit(`skip mode ${place}`, (set) => changeSkip(set, place, mode));
export const disconnect = (place: number) =>
  edit(`disconnect ${place}`, (set) => removeSkip(set, place));

export const toggleLayer = (owner: string) =>
  edit(`freeze ${owner}`, (set) => freezeLayer(set, owner));
export const toggleUnit = (owner: string, unit: number) =>
  edit(`freeze ${owner} ${unit}`, (set) => freezeUnit(set, owner, unit));
export const toggleWeight = (owner: string, unit: number, input: number) =>
  edit(`freeze ${owner} ${unit} ${input}`, (set) => freezeWeight(set, owner, unit, input));
