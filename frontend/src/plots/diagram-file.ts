/** The network's diagram for a file: edges as lines, each unit's map as a picture, names as text. */

import { arcLines, type Span } from "./arcs";
import { classColor, paintMark } from "./class-signs";
import { css, signed, type Theme } from "./colors";
import { type Edges, passedOn, widthOf, widthStep } from "./edges";
import { type EdgeAt, endsOf, type Geometry } from "./geometry";
import { type Inks, typeface } from "./inks";
import { type Answer, placeAnswers, placeNames, SIGN } from "./input-names";
import { shortened } from "./shortened";
import type { Drawing } from "./surface";

export interface DiagramFile {
  readonly plan: Geometry;
  readonly edges: Edges;
  /** Maps and bias marks, painted as on the page, of the diagram's size or a multiple of it. */
  readonly units: HTMLCanvasElement;
  /** What stands beneath a column. */
  readonly names: readonly string[];
  /** What stands left of the input's units; nothing beside pictures. */
  readonly inputs: readonly string[];
  /** What stands right of the output's. */
  readonly answers: readonly Answer[];
  readonly skips: readonly Span[];
}

function traceEdge(context: Drawing["context"], plan: Geometry, edge: EdgeAt): void {
  const ends = endsOf(plan, edge);
  if (ends === null) return;
  const { left, right, start, end } = ends;
  const middle = (left + right) / 2;
  context.beginPath();
  context.moveTo(left, start);
  context.bezierCurveTo(middle, start, middle, end, right, end);
  context.stroke();
}

type Curve = [number, number, number, number, number, number];

/** An arc's path is a curve up, a line along and a curve down. */
function traceArc(context: Drawing["context"], path: string): void {
  const [x = 0, y = 0, ...rest] = (path.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);
  context.beginPath();
  context.moveTo(x, y);
  context.bezierCurveTo(...(rest.slice(0, 6) as Curve));
  context.lineTo(rest[6] ?? 0, rest[7] ?? 0);
  context.bezierCurveTo(...(rest.slice(8, 14) as Curve));
  context.stroke();
}

/** Room beneath the units for the names of the columns. */
export const namesHeight = ({ small }: Inks) => small * 2;

export function paintDiagram(
  { context }: Drawing,
  { plan, edges, units, names, inputs, answers, skips }: DiagramFile,
  theme: Theme,
  inks: Inks,
): void {
  context.lineWidth = 1;
  context.strokeStyle = inks.line;
  for (const to of plan.columns.slice(1)) {
    for (const edge of passedOn(plan, to)) traceEdge(context, plan, edge);
  }
  context.strokeStyle = inks.soft;
  for (const line of arcLines(plan, skips)) if (line !== null) traceArc(context, line.path);
  for (const edge of edges.drawn.toSorted((a, b) => Math.abs(a.weight) - Math.abs(b.weight))) {
    const step = widthStep(edge.weight);
    const strength = 0.4 + 0.6 * Math.min(1, step / 4);
    context.strokeStyle = css(signed(edge.weight < 0 ? -strength : strength, theme), 0.85);
    context.lineWidth = widthOf(step);
    traceEdge(context, plan, edge);
  }
  context.drawImage(units, 0, 0, plan.width, plan.height);
  context.lineWidth = 1;
  context.strokeStyle = inks.soft;
  context.font = typeface(inks);
  context.textBaseline = "middle";
  const [first] = plan.columns;
  if (first !== undefined && inputs.length > 0) {
    context.fillStyle = inks.ink;
    context.textAlign = "right";
    for (const { text, right, y, room } of placeNames(first, inputs)) {
      context.fillText(shortened(context, text, room), right, y);
    }
  }
  const last = plan.columns.at(-1);
  if (last !== undefined) {
    context.textAlign = "left";
    for (const { text, sign, left, y, room } of placeAnswers(
      last,
      answers,
      plan.width,
      inks.small,
    )) {
      const before = sign === null ? 0 : SIGN;
      if (sign !== null && answers.length === 2) {
        context.fillStyle = css(classColor(sign, theme));
        context.fillRect(left, y - inks.small * 0.35, inks.small * 0.7, inks.small * 0.7);
      } else if (sign !== null) {
        const at = { x: left + inks.small * 0.4, y, radius: inks.small * 0.32 };
        paintMark(context, sign, at, theme, inks.soft);
      }
      context.fillStyle = inks.ink;
      context.fillText(shortened(context, text, room - before), left + before, y);
    }
  }
  for (const column of plan.columns) {
    column.ys.forEach((y, unit) => {
      const x = column.xs[unit] ?? column.x;
      const [left, top] = [x - column.side / 2, y - column.side / 2];
      context.strokeRect(left, top, column.side, column.side);
    });
    context.fillStyle = inks.soft;
    context.textAlign = "center";
    const more = column.units > column.shown ? ` (${column.shown} / ${column.units})` : "";
    context.fillText(`${names[column.index] ?? ""}${more}`, column.x, plan.height + inks.small);
  }
}
