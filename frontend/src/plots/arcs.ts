/** Geometry of skip connections: arcs above the columns, the longer ones outside. */
import type { Geometry } from "./geometry";

export interface Span {
  /** Indices of the columns that it leads from and to. */
  readonly from: number;
  readonly to: number;
}

const FIRST = 24;
const BETWEEN = 13;
/** Beyond so many levels arcs share the room. */
const MAX_ROOM = 90;

/** Whether two spans have a column's breadth in common. */
const overlap = (one: Span, other: Span) => one.from < other.to && other.from < one.to;

const length = ({ from, to }: Span) => to - from;

/** The level of each span, from 0: above every shorter one that it overlaps, apart from its like. */
export function levels(spans: readonly Span[]): number[] {
  const found = new Array<number>(spans.length).fill(0);
  const order = spans
    .map((span, place) => ({ span, place }))
    .sort((one, two) => length(one.span) - length(two.span));
  order.forEach(({ span, place }, rank) => {
    const crossed = order.slice(0, rank).filter((other) => overlap(span, other.span));
    const shorter = crossed.filter((other) => length(other.span) < length(span));
    const taken = new Set(crossed.map((other) => found[other.place]));
    let level = Math.max(-1, ...shorter.map((other) => found[other.place] ?? 0)) + 1;
    while (taken.has(level)) level += 1;
    found[place] = level;
  });
  return found;
}

/** The room that the arcs take above the columns. */
export function arcRoom(spans: readonly Span[]): number {
  if (spans.length === 0) return 0;
  return Math.min(MAX_ROOM, FIRST + BETWEEN * Math.max(...levels(spans)) + 6);
}

export interface ArcLine {
  readonly path: string;
  /** Its highest point, for the sign of what it does. */
  readonly x: number;
  readonly y: number;
}

/** Beside a handle's middle: what comes in stands left of it, what goes out right of it. */
const ASIDE = 4;

/** From a handle up, along and down to another; `height` above the row of handles. */
export function arcLine(
  x0: number,
  x1: number,
  base: number,
  height: number,
  zoom: number,
): ArcLine {
  const [left, right] = [x0 + ASIDE * zoom, x1 - ASIDE * zoom];
  const reach = Math.min((right - left) / 2, 18 * zoom + 2 * height);
  const top = base - height;
  const bend = reach / 3;
  const path =
    `M${left} ${base}C${left} ${top} ${left + bend} ${top} ${left + reach} ${top}` +
    `L${right - reach} ${top}C${right - bend} ${top} ${right} ${top} ${right} ${base}`;
  return { path, x: (left + right) / 2, y: top };
}

/** How far beneath the arcs' room a handle's middle lies. */
export const HANDLE = 17;

export function arcLines(geometry: Geometry, spans: readonly Span[]): (ArcLine | null)[] {
  const all = levels(spans);
  const deepest = Math.max(0, ...all);
  const between = deepest === 0 ? 0 : Math.min(BETWEEN, (MAX_ROOM - FIRST - 6) / deepest);
  return spans.map(({ from, to }, place) => {
    const [start, end] = [geometry.columns[from], geometry.columns[to]];
    if (start === undefined || end === undefined) return null;
    const { top, zoom } = geometry;
    const height = (FIRST - 5 + between * (all[place] ?? 0)) * zoom;
    return arcLine(start.x, end.x, top + (HANDLE - 6) * zoom, height, zoom);
  });
}

/** The column that a connection dragged to `x` from column `from` would lead to, if any. */
export function targetAt({ columns, pitch }: Geometry, from: number, x: number): number | null {
  const near = columns.find((column) => Math.abs(column.x - x) <= pitch / 2);
  return near === undefined || near.index < from + 2 ? null : near.index;
}
