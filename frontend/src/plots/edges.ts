/** The edges: width by |w|, color by sign, the strongest where there are too many. */

import { type Frame, floats, type NumberArray } from "../wire/frames";
import { css, neutral, signed, type Theme } from "./colors";
import { type Column, type EdgeAt, endsOf, type Geometry, gap } from "./geometry";
import type { Surface } from "./surface";

export const MAX_EDGES = 400;
/** |w| at and above which an edge is as wide as it gets. The scale is the same in every picture. */
const FULL = 5;
const THINNEST = 0.5;
const WIDEST = 5.5;
/** Widths are drawn in so many steps (0.5 px each), one stroke a step and sign. */
const STEPS = 11;
/** A column's tile hides an edge's first pixels, so a bias mark fits in the corner. */
const BIAS_SIDE = 7;

export interface Edge extends EdgeAt {
  readonly weight: number;
}

export interface Edges {
  readonly drawn: readonly Edge[];
  /** All between the neurons shown. */
  readonly total: number;
}

/** What the user points at: a neuron's edges, or one edge, are lifted and the rest dimmed. */
export type Lifted =
  | { readonly kind: "neuron"; readonly column: number; readonly unit: number }
  | ({ readonly kind: "edge" } & EdgeAt)
  | null;

/** Layers whose weights join each unit to what is before it; others only pass on. */
const WEIGHTED: ReadonlySet<string> = new Set(["dense", "conv1d", "conv2d"]);

export const joins = ({ kind = "dense", gathers = false }: Column) =>
  WEIGHTED.has(kind) && !gathers;

/** A matrix's weights [units, inputs] between the neurons shown. */
function ofMatrix(from: Column, to: Column, { shape, data }: NumberArray<Float32Array>): Edge[] {
  const [all = 0, inputs = 0] = shape;
  const found: Edge[] = [];
  for (let unit = 0; unit < Math.min(to.shown, all); unit += 1) {
    for (let input = 0; input < Math.min(from.shown, inputs); input += 1) {
      found.push({ column: to.index, unit, input, weight: data[unit * inputs + input] ?? 0 });
    }
  }
  return found;
}

/** A kernel as one edge: as strong as the length of its vector, with the sign of its sum. */
export function kernelStrength(data: Float32Array, from: number, size: number): number {
  let [sum, squares] = [0, 0];
  for (let place = from; place < from + size; place += 1) {
    const value = data[place] ?? 0;
    sum += value;
    squares += value * value;
  }
  return (sum < 0 ? -1 : 1) * Math.sqrt(squares);
}

/** Kernels [units, channels of a group, …] as an edge for each pair within a group. */
function ofKernels(from: Column, to: Column, { shape, data }: NumberArray<Float32Array>): Edge[] {
  const [units = 0, channels = 0, ...axes] = shape;
  const size = axes.reduce((all, each) => all * each, 1);
  const apart = units / (to.groups ?? 1);
  const found: Edge[] = [];
  for (let unit = 0; unit < Math.min(to.shown, units); unit += 1) {
    const first = Math.floor(unit / apart) * channels;
    for (let channel = 0; channel < channels && first + channel < from.shown; channel += 1) {
      const weight = kernelStrength(data, (unit * channels + channel) * size, size);
      found.push({ column: to.index, unit, input: first + channel, weight });
    }
  }
  return found;
}

/** The weights between the neurons shown, the strongest `most` of them. */
export function strongest(geometry: Geometry, frame: Frame, most = MAX_EDGES): Edges {
  const all: Edge[] = [];
  for (const to of geometry.columns.slice(1)) {
    const weights = floats(frame, `${to.id}.weight`);
    const from = geometry.columns[to.index - 1];
    if (weights === null || from === undefined || !joins(to)) continue;
    const found = (weights.shape.length === 2 ? ofMatrix : ofKernels)(from, to, weights);
    for (const edge of found) if (edge.weight !== 0 || !to.sparse) all.push(edge);
  }
  if (all.length <= most) return { drawn: all, total: all.length };
  const sizes = Float32Array.from(all, ({ weight }) => Math.abs(weight)).sort();
  const least = sizes[sizes.length - most] ?? 0;
  const drawn = all.filter(({ weight }) => Math.abs(weight) >= least).slice(0, most);
  return { drawn, total: all.length };
}

/** What a layer without weights passes on, unit by unit; none where it gathers all into each. */
export function passedOn({ columns }: Geometry, to: Column): EdgeAt[] {
  const from = columns[to.index - 1];
  if (from === undefined || joins(to) || to.gathers || from.units !== to.units) return [];
  const shown = Math.min(from.shown, to.shown);
  return Array.from({ length: shown }, (_, unit) => ({ column: to.index, unit, input: unit }));
}

/** 0 … STEPS − 1 by |w|. */
export const widthStep = (weight: number) =>
  Math.round(Math.min(1, Math.abs(weight) / FULL) * (STEPS - 1));

export const widthOf = (step: number) => THINNEST + (step / (STEPS - 1)) * (WIDEST - THINNEST);

export function isLifted(edge: EdgeAt, lifted: Lifted): boolean {
  if (lifted === null) return true;
  if (lifted.kind === "edge") {
    return (
      edge.column === lifted.column && edge.unit === lifted.unit && edge.input === lifted.input
    );
  }
  return edge.column === lifted.column
    ? edge.unit === lifted.unit
    : edge.column === lifted.column + 1 && edge.input === lifted.unit;
}

function trace(path: Path2D, geometry: Geometry, edge: EdgeAt): void {
  const ends = endsOf(geometry, edge);
  if (ends === null) return;
  const { left, right, start, end } = ends;
  const middle = (left + right) / 2;
  path.moveTo(left, start);
  path.bezierCurveTo(middle, start, middle, end, right, end);
}

export interface EdgeStyle {
  readonly theme: Theme;
  readonly lifted: Lifted;
  /** Whether what is not lifted steps back. */
  readonly dim: boolean;
  /** Heavier lines for a projector: 1 is the usual width. */
  readonly scale: number;
}

export function paintEdges(
  { context }: Surface,
  geometry: Geometry,
  { drawn }: Edges,
  { theme, lifted, dim, scale }: EdgeStyle,
): void {
  const batches = new Map<number, Path2D>();
  for (const edge of drawn) {
    const step = widthStep(edge.weight);
    const key = (isLifted(edge, lifted) ? 64 : 0) + (edge.weight < 0 ? 32 : 0) + step;
    let path = batches.get(key);
    if (path === undefined) {
      path = new Path2D();
      batches.set(key, path);
    }
    trace(path, geometry, edge);
  }
  // Dimmed before lifted, thin before wide: what matters lies on top.
  for (const key of [...batches.keys()].sort((one, other) => one - other)) {
    const step = key % 32;
    const up = key >= 64;
    const strength = 0.4 + 0.6 * Math.min(1, step / 4);
    context.strokeStyle = css(
      signed(key & 32 ? -strength : strength, theme),
      up || !dim ? 0.85 : 0.12,
    );
    context.lineWidth = widthOf(step) * scale + (up && lifted !== null ? 1.5 : 0);
    context.stroke(batches.get(key) as Path2D);
  }
}

/** From the first to the last of a column's neurons, in y. */
function span({ ys, side }: Column): readonly [number, number] {
  return [Math.min(...ys) - side / 2, Math.max(...ys) + side / 2];
}

const PASSING: Readonly<Record<Theme, string>> = { light: "#c6c6c1", dark: "#464c55" };

/** Thin gray lines where a layer passes each unit on, and a bracket where it gathers them all. */
export function paintPassing({ context }: Surface, geometry: Geometry, theme: Theme): void {
  context.strokeStyle = PASSING[theme];
  context.fillStyle = PASSING[theme];
  context.lineWidth = 1;
  const lines = new Path2D();
  const brackets = new Path2D();
  for (const to of geometry.columns.slice(1)) {
    const [from, ends] = [geometry.columns[to.index - 1], gap(geometry, to.index)];
    if (from === undefined || ends === null || joins(to) || to.shown === 0) continue;
    const each = passedOn(geometry, to);
    for (const edge of each) trace(lines, geometry, edge);
    if (each.length > 0 || from.shown === 0) continue;
    const [[high, low], [far, deep]] = [span(from), span(to)];
    const [left, right] = [ends[0] + 4, ends[1] - 4];
    const middle = (left + right) / 2;
    brackets.moveTo(left, high);
    brackets.bezierCurveTo(middle, high, middle, far, right, far);
    brackets.lineTo(right, deep);
    brackets.bezierCurveTo(middle, deep, middle, low, left, low);
    brackets.closePath();
  }
  context.stroke(lines);
  context.globalAlpha = 0.16;
  context.fill(brackets);
  context.globalAlpha = 1;
  context.stroke(brackets);
}

/** A small square at each neuron's lower left corner: its bias, in the weights' colors. */
export function paintBiases(
  { context }: Surface,
  geometry: Geometry,
  frame: Frame,
  theme: Theme,
): void {
  for (const column of geometry.columns.slice(1)) {
    const biases = floats(frame, `${column.id}.bias`);
    const { zoom } = geometry;
    if (biases === null || column.side < 24 * zoom || !joins(column)) continue;
    const mark = BIAS_SIDE * zoom;
    column.ys.forEach((y, unit) => {
      const bias = biases.data[unit] ?? 0;
      const x = column.xs[unit] ?? column.x;
      const [left, top] = [x - column.side / 2 - 3 * zoom, y + column.side / 2 - mark + 3 * zoom];
      context.fillStyle = css(neutral(theme));
      context.fillRect(left - 1, top - 1, mark + 2, mark + 2);
      context.fillStyle = css(signed(Math.max(-1, Math.min(1, bias / 1.5)), theme));
      context.fillRect(left, top, mark, mark);
    });
  }
}
