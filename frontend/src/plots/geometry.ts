/** Where the diagram's columns, neurons and edges stand: pure numbers in CSS pixels. */

export interface ColumnSize {
  /** "input", a layer's id, or "output". */
  readonly id: string;
  readonly units: number;
}

export interface Column extends ColumnSize {
  readonly index: number;
  /** The centre of the column. */
  readonly x: number;
  /** How many of its units are drawn; the others are told in words. */
  readonly shown: number;
  /** The side of a neuron's square. */
  readonly side: number;
  /** The centre of each neuron drawn. */
  readonly ys: readonly number[];
}

export interface Geometry {
  readonly columns: readonly Column[];
  readonly width: number;
  readonly height: number;
  /** From one column's centre to the next. */
  readonly pitch: number;
}

export const LEAST_PITCH = 50;
/** On a phone columns keep room for whole cards, and the diagram scrolls. */
const PHONE = 480;
const PHONE_PITCH = 116;
export const NARROW_PITCH = 126;
const NAMES = 44;
const MOST_PITCH = 260;
export const LEAST_SIDE = 16;
const MOST_SIDE = 46;
const LEAST_GAP = 4;
/** Room at the top for the "+" buttons, and beneath a column for "and 40 more". */
const TOP = 34;
const BOTTOM = 8;
const MORE = 20;

/** How many units fit, and how large: all of them as small as LEAST_SIDE, else the first few. */
export function packed(units: number, room: number): { shown: number; step: number } {
  const fits = Math.max(1, Math.floor((room + LEAST_GAP) / (LEAST_SIDE + LEAST_GAP)));
  if (units <= fits) return { shown: units, step: Math.min(MOST_SIDE * 1.45, room / units) };
  const shown = Math.max(1, Math.floor((room - MORE + LEAST_GAP) / (LEAST_SIDE + LEAST_GAP)));
  return { shown, step: LEAST_SIDE + LEAST_GAP };
}

export function arrange(sizes: readonly ColumnSize[], width: number, height: number): Geometry {
  const least = width < PHONE ? PHONE_PITCH : LEAST_PITCH;
  const usual = width / sizes.length;
  // Narrow columns leave no room for the features' names, which stand left of the first.
  const names = usual < NARROW_PITCH ? NAMES : 0;
  const pitch = Math.min(MOST_PITCH, Math.max(least, (width - names) / sizes.length));
  const spread = pitch * sizes.length + names;
  const left = Math.max(0, (width - spread) / 2) + names;
  const room = Math.max(LEAST_SIDE, height - TOP - BOTTOM);
  const most = Math.min(MOST_SIDE, pitch * 0.44);
  const columns = sizes.map(({ id, units }, index) => {
    const { shown, step } = packed(units, room);
    const side = Math.floor(Math.max(LEAST_SIDE, Math.min(most, step - LEAST_GAP, step * 0.8)));
    const more = shown < units ? MORE : 0;
    const first = TOP + (room - more - step * (shown - 1)) / 2;
    const ys = Array.from({ length: shown }, (_, unit) => Math.round(first + unit * step));
    return { id, units, index, x: Math.round(left + pitch * (index + 0.5)), shown, side, ys };
  });
  return { columns, width: Math.max(width, spread), height, pitch };
}

/** An edge's height at `part` (0 … 1) of its length: flat at both ends. */
export const ease = (part: number) => part * part * (3 - 2 * part);

/**
 * The curve parameter at which an edge has gone `part` of its way in x. Its control points stand
 * halfway, so x(t) = 1.5 t − 1.5 t² + t³ for every edge of a gap, and y(t) = ease(t).
 */
export function parameterAt(part: number): number {
  let [low, high] = [0, 1];
  for (let round = 0; round < 24; round += 1) {
    const t = (low + high) / 2;
    if (1.5 * t - 1.5 * t * t + t ** 3 < part) low = t;
    else high = t;
  }
  return (low + high) / 2;
}

export interface EdgeAt {
  /** Index of the column that the edge runs to. */
  readonly column: number;
  readonly unit: number;
  readonly input: number;
}

/** The left and right end in x of the edges that run into `column`. */
export function gap({ columns }: Geometry, column: number): readonly [number, number] | null {
  const [from, to] = [columns[column - 1], columns[column]];
  if (from === undefined || to === undefined) return null;
  return [from.x + from.side / 2, to.x - to.side / 2];
}

/** The edge nearest to a point, no further than `reach`, among those for which `drawn` holds. */
export function edgeAt(
  geometry: Geometry,
  x: number,
  y: number,
  reach: number,
  drawn: (edge: EdgeAt) => boolean = () => true,
): EdgeAt | null {
  for (const to of geometry.columns.slice(1)) {
    const ends = gap(geometry, to.index);
    const from = geometry.columns[to.index - 1];
    if (ends === null || from === undefined || x < ends[0] || x > ends[1]) continue;
    return nearest(from, to, ends, x, y, reach, drawn);
  }
  return null;
}

function nearest(
  from: Column,
  to: Column,
  [left, right]: readonly [number, number],
  x: number,
  y: number,
  reach: number,
  drawn: (edge: EdgeAt) => boolean,
): EdgeAt | null {
  const t = parameterAt((x - left) / (right - left));
  const high = ease(t);
  // dy/dx of the curve for a rise of one pixel; a steep edge is nearer than it is high above.
  const slope = (6 * t * (1 - t)) / ((1.5 - 3 * t + 3 * t * t) * (right - left));
  let found: EdgeAt | null = null;
  let least = reach;
  to.ys.forEach((end, unit) => {
    from.ys.forEach((start, input) => {
      const rise = end - start;
      const distance = Math.abs(start + rise * high - y) / Math.hypot(1, rise * slope);
      const edge = { column: to.index, unit, input };
      if (distance >= least || !drawn(edge)) return;
      least = distance;
      found = edge;
    });
  });
  return found;
}

/** The column position (0 … hidden layers) at which a layer dragged to `x` would be put down. */
export function dropPosition({ columns, pitch }: Geometry, x: number): number {
  const hidden = columns.length - 2;
  const first = columns[0]?.x ?? 0;
  return Math.max(0, Math.min(hidden, Math.round((x - first) / pitch - 0.5)));
}
