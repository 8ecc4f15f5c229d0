/** Geometry of the diagram: its columns, neurons and edges in CSS pixels. */

export interface ColumnSize {
  /** "input", a layer's id, or "output". */
  readonly id: string;
  readonly units: number;
  readonly kind?: string;
  /** Whether its units are pictures, drawn as large as there is room. */
  readonly pictures?: boolean;
  /** A convolution's groups: only units of one group are joined. */
  readonly groups?: number;
  /** Some of its weights do not exist: they are 0 and are not drawn. */
  readonly sparse?: boolean;
  /** Whether it takes all of the layer before it, without weights. */
  readonly gathers?: boolean;
  /** A name stands beside each unit, so they want to be in one file, small if need be. */
  readonly named?: boolean;
}

export interface Column extends ColumnSize {
  readonly index: number;
  /** The center of the column. */
  readonly x: number;
  /** How many of its units are drawn; the others are told in words. */
  readonly shown: number;
  /** The side of a neuron's square. */
  readonly side: number;
  /** How many stand side by side. */
  readonly across: number;
  /** The center of each neuron drawn. */
  readonly xs: readonly number[];
  readonly ys: readonly number[];
}

export interface Geometry {
  readonly columns: readonly Column[];
  readonly width: number;
  readonly height: number;
  /** From one column's center to the next. */
  readonly pitch: number;
  /** Where the row of handles and "+" begins: arcs have the room above it. */
  readonly top: number;
  /** How much larger than usual all of it is. */
  readonly zoom: number;
}

export const MIN_PITCH = 50;
/** Where type is no smaller than the root's, a word beneath a column wants more. */
export const LARGE_PITCH = 58;
/** Where columns keep room for whole cards, and the diagram scrolls. */
export const WHOLE_PITCH = 116;
export const NARROW_PITCH = 126;
const NAMES = 44;
const MAX_PITCH = 260;
export const MIN_SIDE = 16;
/** The least that a finger hits. */
export const TOUCH_SIDE = 24;
/** From one named unit to the next, at least: the height of its name. */
const NAMED_STEP = 13;
const NAMED_SIDE = 9;
const MAX_SIDE = 46;
/** The one picture that an image net is given. */
const PICTURE_SIDE = 140;
/** The most units of a layer that are measured and drawn. */
export const MAX_SHOWN = 64;
const MIN_GAP = 4;
/** A square and the gap beneath it, in squares, at most. */
const SPREAD = 1.6;
/** Pictures that are not so many times as large are not worth another file. */
const WORTH = 1.25;
/** How much of the way to the next column a column's own squares may take. */
const BROADEST = 0.58;
const NARROWEST = 0.44;
/** Room at the top for the handles and "+", and beneath a column for "and 40 more". */
const TOP = 34;
const BOTTOM = 8;
const MORE = 20;

export interface Packing {
  readonly shown: number;
  /** From one row to the next. */
  readonly step: number;
  readonly side: number;
  readonly across: number;
}

const most = (room: number, step: number, width: number, least: number) =>
  Math.floor(Math.max(least, Math.min(MAX_SIDE, step - MIN_GAP, step * 0.8, width, room)));

/** One row after the other, `across` side by side: how large each can be. */
function inRows(
  units: number,
  room: number,
  width: number,
  across: number,
  least = MIN_SIDE,
): Packing {
  const rows = Math.ceil(units / across);
  const step = Math.min(MAX_SIDE * 1.45, room / rows);
  const each = across === 1 ? width : (width - MIN_GAP * (across - 1)) / across;
  const side = most(room, step, each, least);
  return { shown: units, step: Math.min(step, side * SPREAD), side, across };
}

/**
 * How many units fit in a column of that room and width, and how large: all in one file if they
 * can, else in several side by side, else the first few. Pictures take the files that make them
 * largest.
 */
export function packed(
  units: number,
  room: number,
  width: number = MAX_SIDE,
  { pictures = false, named = false }: Pick<ColumnSize, "pictures" | "named"> = {},
  least = MIN_SIDE,
): Packing {
  const wanted = Math.min(units, MAX_SHOWN);
  const [step, side] = least > MIN_SIDE ? [least, least] : [NAMED_STEP, NAMED_SIDE];
  if (named && wanted === units && units * step <= room) {
    return inRows(units, room, width, 1, side);
  }
  const files = Math.max(1, Math.floor((width + MIN_GAP) / (least + MIN_GAP)));
  const rows = Math.max(1, Math.floor((room + MIN_GAP) / (least + MIN_GAP)));
  const usable = wanted < units ? room - MORE : room;
  const fitting = Array.from({ length: files }, (_, place) => place + 1)
    .filter((across) => Math.ceil(wanted / across) <= rows)
    .map((across) => inRows(wanted, usable, width, across, least));
  const [first] = fitting;
  if (first !== undefined) {
    return pictures
      ? fitting.reduce((one, two) => (two.side >= one.side * WORTH ? two : one))
      : first;
  }
  const left = Math.max(1, Math.floor((room - MORE + MIN_GAP) / (least + MIN_GAP)));
  return {
    shown: Math.min(wanted, left * files),
    step: least + MIN_GAP,
    side: least,
    across: files,
  };
}

function column(size: ColumnSize, index: number, x: number, room: Box): Column {
  const { units, pictures = false } = size;
  const { minSide: least, height } = room;
  const narrow = Math.max(least, pictures || units > 20 ? room.broad : room.narrow);
  const tried = packed(units, height, narrow, size, least);
  // What does not fit in a narrow column may fit in a broad one.
  const width = tried.shown < units ? Math.max(least, room.broad) : narrow;
  const alone = pictures && units === 1 && size.id === "input";
  const found = width === narrow ? tried : packed(units, height, width, size, least);
  const side = alone
    ? Math.floor(Math.min(PICTURE_SIDE, room.broad * 1.3, room.height))
    : found.side;
  const { shown, step, across } = found;
  const rows = Math.ceil(shown / across);
  const more = shown < units ? MORE : 0;
  const first = room.top + (room.height - more - step * (rows - 1)) / 2;
  const middle = Math.round(x);
  const xs = Array.from({ length: shown }, (_, unit) => {
    const file = (unit % across) - (across - 1) / 2;
    return Math.round(middle + file * (side + MIN_GAP));
  });
  const ys = Array.from({ length: shown }, (_, unit) =>
    Math.round(first + Math.floor(unit / across) * step),
  );
  return { ...size, index, x: middle, shown, side, across, xs, ys };
}

interface Box {
  readonly top: number;
  readonly height: number;
  readonly narrow: number;
  readonly broad: number;
  /** The least side of a square. */
  readonly minSide: number;
}

export interface Room {
  /** Above the columns, for skip connections. */
  readonly arcs?: number;
  /** Beneath them, for blocks. */
  readonly foot?: number;
  /** Left of the first column's squares, for long names. */
  readonly names?: number;
  /** Right of the last column's squares, for what the outputs are called. */
  readonly answers?: number;
  /** The least side of a square, and from one column to the next. */
  readonly side?: number;
  readonly pitch?: number;
  /** How much larger than usual everything is, its gaps and rooms too. */
  readonly zoom?: number;
}

export function arrange(
  sizes: readonly ColumnSize[],
  width: number,
  height: number,
  { zoom = 1, ...room }: Room = {},
): Geometry {
  return enlarged(usual(sizes, width / zoom, height / zoom, room), zoom);
}

function usual(
  sizes: readonly ColumnSize[],
  width: number,
  height: number,
  {
    arcs = 0,
    foot = 0,
    names: wanted = 0,
    answers = 0,
    side = MIN_SIDE,
    pitch: min = MIN_PITCH,
  }: Room,
): Geometry {
  const each = width / sizes.length;
  const beside = each / 2 - Math.min(MAX_SIDE, each * NARROWEST) / 2;
  // Narrow columns leave no room for the features' names, which stand left of the first.
  const names = Math.max(each < NARROW_PITCH ? NAMES : 0, Math.ceil(wanted - beside));
  const after = Math.max(0, Math.ceil(answers - beside));
  const pitch = Math.min(MAX_PITCH, Math.max(min, (width - names - after) / sizes.length));
  const spread = pitch * sizes.length + names + after;
  const left = Math.max(0, (width - spread) / 2) + names;
  const top = arcs + TOP;
  const room: Box = {
    top,
    height: Math.max(MIN_SIDE, height - top - BOTTOM - foot),
    narrow: pitch * NARROWEST,
    broad: pitch * BROADEST,
    minSide: side,
  };
  const columns = sizes.map((size, index) =>
    column(size, index, left + pitch * (index + 0.5), room),
  );
  return { columns, width: Math.max(width, spread), height, pitch, top: arcs, zoom: 1 };
}

function enlarged(plan: Geometry, zoom: number): Geometry {
  if (zoom === 1) return plan;
  const more = (length: number) => Math.round(length * zoom);
  return {
    columns: plan.columns.map((column) => ({
      ...column,
      x: more(column.x),
      side: more(column.side),
      xs: column.xs.map(more),
      ys: column.ys.map(more),
    })),
    width: plan.width * zoom,
    height: plan.height * zoom,
    pitch: plan.pitch * zoom,
    top: plan.top * zoom,
    zoom,
  };
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

export interface Ends {
  readonly left: number;
  readonly right: number;
  readonly start: number;
  readonly end: number;
}

/** Where an edge begins and ends: at the sides of its two neurons' squares. */
export function endsOf({ columns }: Geometry, { column: to, unit, input }: EdgeAt): Ends | null {
  const [before, after] = [columns[to - 1], columns[to]];
  const [x, start] = [before?.xs[input], before?.ys[input]];
  const [far, end] = [after?.xs[unit], after?.ys[unit]];
  if (before === undefined || after === undefined) return null;
  if (x === undefined || start === undefined || far === undefined || end === undefined) return null;
  return { left: x + before.side / 2, right: far - after.side / 2, start, end };
}

/** Beyond its squares on both sides, as far as edges go beneath them. */
const leftOf = ({ xs, x, side }: Column) => Math.min(x, ...xs) - side / 2;
const rightOf = ({ xs, x, side }: Column) => Math.max(x, ...xs) + side / 2;

/** The left and right end in x of the gap before `column`. */
export function gap({ columns }: Geometry, column: number): readonly [number, number] | null {
  const [from, to] = [columns[column - 1], columns[column]];
  if (from === undefined || to === undefined) return null;
  return [rightOf(from), leftOf(to)];
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
    if (ends === null || x < ends[0] || x > ends[1]) continue;
    return nearest(geometry, to, x, y, reach, drawn);
  }
  return null;
}

interface Bend {
  readonly high: number;
  /** dy/dx of the curve for a rise of one pixel; a steep edge is nearer than it is high above. */
  readonly slope: number;
}

function bendAt(x: number, left: number, right: number): Bend {
  const t = parameterAt((x - left) / (right - left));
  return { high: ease(t), slope: (6 * t * (1 - t)) / ((1.5 - 3 * t + 3 * t * t) * (right - left)) };
}

function nearest(
  geometry: Geometry,
  to: Column,
  x: number,
  y: number,
  reach: number,
  drawn: (edge: EdgeAt) => boolean,
): EdgeAt | null {
  const inputs = geometry.columns[to.index - 1]?.shown ?? 0;
  const bends = new Map<string, Bend>();
  let found: EdgeAt | null = null;
  let least = reach;
  for (let unit = 0; unit < to.shown; unit += 1) {
    for (let input = 0; input < inputs; input += 1) {
      const edge = { column: to.index, unit, input };
      const ends = endsOf(geometry, edge);
      if (ends === null) continue;
      const { left, right, start, end } = ends;
      const name = `${left} ${right}`;
      const bend = bends.get(name) ?? bendAt(x, left, right);
      bends.set(name, bend);
      const rise = end - start;
      const distance = Math.abs(start + rise * bend.high - y) / Math.hypot(1, rise * bend.slope);
      if (distance >= least || !drawn(edge)) continue;
      least = distance;
      found = edge;
    }
  }
  return found;
}

/** The column position (0 … hidden layers) at which a layer dragged to `x` would be put down. */
export function dropPosition({ columns, pitch }: Geometry, x: number): number {
  const hidden = columns.length - 2;
  const first = columns[0]?.x ?? 0;
  return Math.max(0, Math.min(hidden, Math.round((x - first) / pitch - 0.5)));
}
