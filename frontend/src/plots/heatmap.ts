/** Painter of the neurons' heat maps: all are put side by side into one atlas, once a redraw. */

import { bytes, type Frame, type NumberArray, numbers, texts } from "../wire/frames";
import { grayPixels, signedPixels, type Theme } from "./colors";
import type { Column, Geometry } from "./geometry";
import type { Pixels, Surface } from "./surface";

export interface Tile {
  readonly column: Column;
  readonly unit: number;
  readonly map: NumberArray<Uint8Array>;
}

/** The tiles that a frame can fill, in the order of the diagram. */
export function tiles(geometry: Geometry, frame: Frame): Tile[] {
  return geometry.columns.flatMap((column) => {
    const map = bytes(frame, column.id);
    const count = Math.min(column.shown, map?.shape[0] ?? 0);
    return map === null ? [] : Array.from({ length: count }, (_, unit) => ({ column, unit, map }));
  });
}

/** Tiles in a row of the atlas. */
const ACROSS = 16;

/** How large a tile's map is drawn in the atlas: one of a single row (1-D data) becomes bands. */
export function extentOf({ map }: Tile): { readonly rows: number; readonly columns: number } {
  const [, rows = 1, columns = 1] = map.shape;
  return { rows: rows === 1 ? columns : rows, columns };
}

/** Writes one tile's map into its cell of the atlas, whose cells are squares of `side`. */
export function fillTile(
  words: Uint32Array,
  stride: number,
  place: number,
  side: number,
  tile: Tile,
  table: Uint32Array,
): void {
  const { rows, columns } = extentOf(tile);
  const { map, unit } = tile;
  const own = map.shape[1] ?? 1;
  const from = unit * own * columns;
  const corner = Math.floor(place / ACROSS) * side * stride + (place % ACROSS) * side;
  for (let row = 0; row < rows; row += 1) {
    const source = from + (own === 1 ? 0 : row * columns);
    const target = corner + row * stride;
    for (let column = 0; column < columns; column += 1) {
      words[target + column] = table[map.data[source + column] ?? 127] ?? 0;
    }
  }
}

const CORNER = 4;

/** Pixels of an input image by the bytes of signed maps: an image has no negatives, so 127 is paper. */
const pictureTable = (theme: Theme) => {
  const grays = grayPixels(theme);
  return Uint32Array.from({ length: 256 }, (_, byte) => grays[Math.max(0, 2 * byte - 255)] ?? 0);
};

/** Whether the maps are feature maps of one image, whose cells are drawn without smoothing. */
const isOfSample = (frame: Frame) => typeof frame.values.sample === "number";

/** Draws every neuron's map at its place in the diagram. */
export function paintAtlas(
  { context }: Surface,
  pixels: Pixels,
  geometry: Geometry,
  frame: Frame,
  theme: Theme,
): void {
  const all = tiles(geometry, frame);
  const side = all.reduce((most, tile) => {
    const { rows, columns } = extentOf(tile);
    return Math.max(most, rows, columns);
  }, 0);
  if (side === 0) return;
  const cells = isOfSample(frame);
  const [signs, grays] = [signedPixels(theme), pictureTable(theme)];
  const stride = ACROSS * side;
  pixels.put(stride, Math.ceil(all.length / ACROSS) * side, (words) => {
    all.forEach((tile, place) => {
      const isPicture = cells && tile.column.id === "input";
      fillTile(words, stride, place, side, tile, isPicture ? grays : signs);
    });
  });
  const mask = new Path2D();
  context.imageSmoothingEnabled = !cells;
  all.forEach((tile, place) => {
    const { column, unit } = tile;
    const { rows, columns } = extentOf(tile);
    const x = (column.xs[unit] ?? column.x) - column.side / 2;
    const y = (column.ys[unit] ?? 0) - column.side / 2;
    const [sx, sy] = [(place % ACROSS) * side, Math.floor(place / ACROSS) * side];
    context.drawImage(pixels.canvas, sx, sy, columns, rows, x, y, column.side, column.side);
    mask.roundRect(
      x,
      y,
      column.side,
      column.side,
      Math.min(CORNER * geometry.zoom, column.side / 4),
    );
  });
  // One cut rounds every corner: cheaper than a clip a tile.
  context.globalCompositeOperation = "destination-in";
  context.fill(mask);
  context.globalCompositeOperation = "source-over";
}

/** The size of activation at full color: a hidden layer's units share one, each input has its own. */
export function boundOf(maps: Frame, layer: string, unit: number): number {
  const own = layer === "input" ? numbers(maps, "input_bounds")[unit] : undefined;
  return own ?? numbers(maps, "bounds")[texts(maps, "layers").indexOf(layer)] ?? Number.NaN;
}

/** The byte that stands for 0: the middle of 255, rounded to even. */
const ZERO = 128;

/** The share of a unit's map at which it is 0, as far as bytes can tell. */
export function shareAtZero(map: NumberArray<Uint8Array>, unit: number): number {
  const size = (map.shape[1] ?? 0) * (map.shape[2] ?? 0);
  let zeros = 0;
  for (let place = unit * size; place < (unit + 1) * size; place += 1) {
    if (map.data[place] === ZERO || map.data[place] === ZERO - 1) zeros += 1;
  }
  return size === 0 ? 0 : zeros / size;
}

/** The mean of a unit's map, back in the unit's own numbers. */
export function meanOf(map: NumberArray<Uint8Array>, unit: number, bound: number): number {
  const size = (map.shape[1] ?? 0) * (map.shape[2] ?? 0);
  let sum = 0;
  for (let place = unit * size; place < (unit + 1) * size; place += 1) sum += map.data[place] ?? 0;
  return size === 0 ? Number.NaN : (sum / size / 127.5 - 1) * bound;
}
