/** The edges: width by |w|, colour by sign, the strongest where there are too many. */

import { type Frame, floats } from "../wire/frames";
import { css, neutral, signed, type Theme } from "./colours";
import { type EdgeAt, type Geometry, gap } from "./geometry";
import type { Surface } from "./surface";

export const MOST_EDGES = 400;
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

/** The weights between the neurons shown, the strongest `most` of them. */
export function strongest(geometry: Geometry, frame: Frame, most = MOST_EDGES): Edges {
  const all: Edge[] = [];
  for (const to of geometry.columns.slice(1)) {
    const weights = floats(frame, `${to.id}.weight`);
    const inputs = weights?.shape[1] ?? 0;
    const from = geometry.columns[to.index - 1];
    if (weights === null || from === undefined) continue;
    const [units, shown] = [
      Math.min(to.shown, weights.shape[0] ?? 0),
      Math.min(from.shown, inputs),
    ];
    for (let unit = 0; unit < units; unit += 1) {
      for (let input = 0; input < shown; input += 1) {
        const weight = weights.data[unit * inputs + input] ?? 0;
        all.push({ column: to.index, unit, input, weight });
      }
    }
  }
  if (all.length <= most) return { drawn: all, total: all.length };
  const sizes = Float32Array.from(all, ({ weight }) => Math.abs(weight)).sort();
  const least = sizes[sizes.length - most] ?? 0;
  const drawn = all.filter(({ weight }) => Math.abs(weight) >= least).slice(0, most);
  return { drawn, total: all.length };
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

function trace(path: Path2D, geometry: Geometry, { column, unit, input }: EdgeAt): void {
  const ends = gap(geometry, column);
  const start = geometry.columns[column - 1]?.ys[input];
  const end = geometry.columns[column]?.ys[unit];
  if (ends === null || start === undefined || end === undefined) return;
  const middle = (ends[0] + ends[1]) / 2;
  path.moveTo(ends[0], start);
  path.bezierCurveTo(middle, start, middle, end, ends[1], end);
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

/** A small square at each neuron's lower left corner: its bias, in the weights' colours. */
export function paintBiases(
  { context }: Surface,
  geometry: Geometry,
  frame: Frame,
  theme: Theme,
): void {
  for (const column of geometry.columns.slice(1)) {
    const biases = floats(frame, `${column.id}.bias`);
    if (biases === null || column.side < 24) continue;
    column.ys.forEach((y, unit) => {
      const bias = biases.data[unit] ?? 0;
      const [left, top] = [column.x - column.side / 2 - 3, y + column.side / 2 - BIAS_SIDE + 3];
      context.fillStyle = css(neutral(theme));
      context.fillRect(left - 1, top - 1, BIAS_SIDE + 2, BIAS_SIDE + 2);
      context.fillStyle = css(signed(Math.max(-1, Math.min(1, bias / 1.5)), theme));
      context.fillRect(left, top, BIAS_SIDE, BIAS_SIDE);
    });
  }
}
