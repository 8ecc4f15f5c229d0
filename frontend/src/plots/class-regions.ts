/** The regions that a map of classes falls into: where each bears its name, and the lines between. */
import type { NumberArray } from "../wire/frames";
import { HUES, paintMark } from "./class-signs";
import type { Theme } from "./colors";
import { type Inks, typeface } from "./inks";
import { shortened } from "./shortened";
import type { Drawing } from "./surface";

type ClassMap = NumberArray<Uint8Array>;

export interface Region {
  readonly label: number;
  /** The middle of its broadest place, 0 … 1 from left and top. */
  readonly x: number;
  readonly y: number;
  /** From there to where the nearest other class, or the edge, begins: in widths of the picture. */
  readonly reach: number;
}

/** From so many classes on their regions bear names: by hue alone that is much to keep in mind. */
export const NAMED_FROM = 7;
/** A name stays where it is while there is so much of the most room. */
const GOOD_ENOUGH = 0.75;

/** How many cells each is from the nearest that is not of its class: 1 beside it and at the edge. */
function depths({ shape: [rows = 0, columns = 0], data }: ClassMap): Uint16Array {
  const found = new Uint16Array(rows * columns);
  const at = (row: number, column: number, label: number | undefined) => {
    const place = row * columns + column;
    const isInside = row >= 0 && row < rows && column >= 0 && column < columns;
    return isInside && data[place] === label ? (found[place] ?? 0) : 0;
  };
  /** The least of the three before or behind in the next row, and of the one beside. */
  const least = (row: number, column: number, step: 1 | -1) => {
    const label = data[row * columns + column];
    return Math.min(
      at(row, column + step, label),
      at(row + step, column - 1, label),
      at(row + step, column, label),
      at(row + step, column + 1, label),
    );
  };
  for (let place = 0; place < found.length; place += 1) {
    found[place] = least(Math.floor(place / columns), place % columns, -1) + 1;
  }
  for (let place = found.length - 1; place >= 0; place -= 1) {
    const after = least(Math.floor(place / columns), place % columns, 1) + 1;
    found[place] = Math.min(found[place] ?? 0, after);
  }
  return found;
}

/** Where each class that is there has most room, in the order of classes. */
export function regionsOf(map: ClassMap, before: readonly Region[]): Region[] {
  const [rows = 0, columns = 0] = map.shape;
  const depth = depths(map);
  const best = new Map<number, number>();
  map.data.forEach((label, place) => {
    const known = best.get(label);
    if (known === undefined || (depth[place] ?? 0) > (depth[known] ?? 0)) best.set(label, place);
  });
  const kept = (label: number, place: number) => {
    const old = before.find((region) => region.label === label);
    if (old === undefined) return place;
    const still = Math.floor(old.y * rows) * columns + Math.floor(old.x * columns);
    const isGood = (depth[still] ?? 0) >= GOOD_ENOUGH * (depth[place] ?? 0);
    return map.data[still] === label && isGood ? still : place;
  };
  return [...best]
    .sort(([one], [other]) => one - other)
    .map(([label, most]) => {
      const place = kept(label, most);
      const [row, column] = [Math.floor(place / columns), place % columns];
      const [x, y] = [(column + 0.5) / columns, (row + 0.5) / rows];
      return { label, x, y, reach: (depth[place] ?? 0) / columns };
    });
}

interface Line {
  readonly x: number;
  readonly y: number;
  readonly endX: number;
  readonly endY: number;
}

/** Lines in cells between those of different classes, one for all that follow each other. */
export function borders({ shape: [rows = 0, columns = 0], data }: ClassMap): Line[] {
  const lines: Line[] = [];
  const run = (from: number, to: number, differs: (at: number) => boolean, line: Run) => {
    let start = from;
    for (let at = from; at <= to; at += 1) {
      if (at < to && differs(at)) continue;
      if (at > start) lines.push(line(start, at));
      start = at + 1;
    }
  };
  const label = (row: number, column: number) => data[row * columns + column];
  for (let column = 1; column < columns; column += 1) {
    const differs = (row: number) => label(row, column) !== label(row, column - 1);
    run(0, rows, differs, (y, endY) => ({ x: column, y, endX: column, endY }));
  }
  for (let row = 1; row < rows; row += 1) {
    const differs = (column: number) => label(row, column) !== label(row - 1, column);
    run(0, columns, differs, (x, endX) => ({ x, y: row, endX, endY: row }));
  }
  return lines;
}

type Run = (from: number, to: number) => Line;

/** Where hues come again, two regions of one hue may lie side by side: a line parts them. */
export function paintBorders({ context, width, height }: Drawing, map: ClassMap, inks: Inks): void {
  const [rows = 1, columns = 1] = map.shape;
  context.beginPath();
  for (const { x, y, endX, endY } of borders(map)) {
    context.moveTo((x / columns) * width, (y / rows) * height);
    context.lineTo((endX / columns) * width, (endY / rows) * height);
  }
  context.strokeStyle = inks.ink;
  context.lineWidth = 1;
  context.globalAlpha = 0.45;
  context.stroke();
  context.globalAlpha = 1;
}

/** A name in a region is at most so wide; the whole of it is told where one points. */
const MAX_EM = 7;
/** What a region's broadest place must measure, in heights of type, to bear a name. */
const MIN_REACH = 0.75;

interface Plate {
  readonly left: number;
  readonly top: number;
  readonly wide: number;
  readonly high: number;
}

const meet = (one: Plate, other: Plate) =>
  one.left < other.left + other.wide &&
  other.left < one.left + one.wide &&
  one.top < other.top + other.high &&
  other.top < one.top + one.high;

/**
 * Names regions with mark and name on a plate of paper, the broadest first; lines if need be. None
 * where there is no room for it, or another name lies already: the legend tells them all.
 */
export function paintRegions(
  onto: Drawing,
  map: ClassMap,
  regions: readonly Region[],
  names: readonly string[],
  theme: Theme,
  inks: Inks,
): void {
  if (names.length > HUES) paintBorders(onto, map, inks);
  const { context, width, height } = onto;
  const size = inks.small;
  context.font = typeface(inks);
  context.textAlign = "left";
  context.textBaseline = "middle";
  const plates: Plate[] = [];
  for (const { label, x, y, reach } of regions.toSorted((a, b) => b.reach - a.reach)) {
    if (reach * width < MIN_REACH * size) continue;
    const text = shortened(context, names[label] ?? "", MAX_EM * size);
    const sign = size * 0.95;
    const wide = sign + context.measureText(text).width + size * 0.55;
    const left = Math.max(0, Math.min(width - wide, x * width - wide / 2));
    const middle = Math.max(size * 0.75, Math.min(height - size * 0.75, y * height));
    const plate = { left, top: middle - size * 0.7, wide, high: size * 1.4 };
    if (plates.some((each) => meet(each, plate))) continue;
    plates.push(plate);
    context.globalAlpha = 0.85;
    context.fillStyle = inks.paper;
    context.fillRect(plate.left, plate.top, plate.wide, plate.high);
    context.globalAlpha = 1;
    const at = { x: left + size * 0.6, y: middle, radius: size * 0.32 };
    paintMark(context, label, at, theme, inks.ink);
    context.fillStyle = inks.ink;
    context.fillText(text, left + sign + size * 0.25, middle + 0.5);
  }
}
