/** The size of the teacher's tiles with which all pupils are in one view. */

export const SMALLEST = 108;
export const LARGEST = 340;
/** Of a tile that is a picture with a name; with fewer pixels nobody can be told from another. */
const TINIEST = 40;
/** The largest without figures beneath: a picture alone needs no more. */
const LARGEST_COMPACT = 160;
/** From here on a compact tile has room for the step as well. */
export const ROOMY = 96;

/** Pixels between two tiles, and beneath the picture of one with figures. */
const GAP = { full: 10, compact: 4 };
const FIGURES = 96;

export interface Fit {
  readonly size: number;
  /** Without room for figures: a picture, and upon it the name and the score. */
  readonly isCompact: boolean;
}

const isRoom = (count: number, size: number, gap: number, beneath: number, room: Room): boolean => {
  const columns = Math.floor((room.width + gap) / (size + gap));
  if (columns === 0) return false;
  // They share what is left of a row, and are squares.
  const height = (room.width + gap) / columns - gap + beneath;
  return Math.ceil(count / columns) * (height + gap) - gap <= room.height;
};

interface Room {
  readonly width: number;
  readonly height: number;
}

/** The largest tiles of which so many fit; where not even tiny ones do, these, and the page scrolls. */
export function fit(count: number, room: Room): Fit {
  for (let size = LARGEST; size >= SMALLEST; size -= 4)
    if (isRoom(count, size, GAP.full, FIGURES, room)) return { size, isCompact: false };
  for (let size = LARGEST_COMPACT; size > TINIEST; size -= 2)
    if (isRoom(count, size, GAP.compact, 0, room)) return { size, isCompact: true };
  return { size: TINIEST, isCompact: true };
}
