/** One unit's activation over the input plane, large, with its axes and its range of colors. */
import type { NumberArray } from "../wire/frames";
import { css, signed, signedPixels, type Theme } from "./colors";
import { type Inks, typeface } from "./inks";
import { short } from "./numbers";
import type { Drawing, Pixels } from "./surface";

export interface UnitMap {
  readonly map: NumberArray<Uint8Array>;
  /** Which of the map's units; null where the map is of one. */
  readonly unit: number | null;
  readonly bound: number;
  /** Whether its cells are drawn without smoothing, as values of their own. */
  readonly cells: boolean;
}

/** Rows, columns and the first element of a map. */
export function extent({ map, unit }: UnitMap): { rows: number; columns: number; from: number } {
  const shape = unit === null ? map.shape : map.shape.slice(1);
  const [rows = 0, columns = 0] = shape;
  return { rows, columns, from: (unit ?? 0) * rows * columns };
}

export function fillMap(pixels: Pixels, picture: UnitMap, theme: Theme): void {
  const { rows, columns, from } = extent(picture);
  const table = signedPixels(theme);
  pixels.put(columns, rows, (words) => {
    for (let place = 0; place < rows * columns; place += 1) {
      words[place] = table[picture.map.data[from + place] ?? 127] ?? 0;
    }
  });
}

const BAR = 8;
const GAP = 8;

/** Draws the map as the largest square that leaves room for the color scale at its right. */
export function paintUnitMap(
  { context, width, height }: Drawing,
  pixels: Pixels,
  picture: UnitMap,
  theme: Theme,
  inks: Inks,
): void {
  fillMap(pixels, picture, theme);
  context.font = typeface(inks);
  const ends = [`+${short(picture.bound)}`, "0", `−${short(picture.bound)}`];
  const numbers = Math.max(...ends.map((text) => context.measureText(text).width));
  const side = Math.min(height, width - BAR - GAP - numbers - 4);
  if (side < 8) return;
  context.imageSmoothingEnabled = !picture.cells;
  context.imageSmoothingQuality = "high";
  context.drawImage(pixels.canvas, 0, 0, side, side);
  context.strokeStyle = inks.line;
  context.strokeRect(0.5, 0.5, side - 1, side - 1);

  const left = side + GAP;
  const ramp = context.createLinearGradient(0, 0, 0, side);
  for (let stop = 0; stop <= 8; stop += 1) {
    ramp.addColorStop(stop / 8, css(signed(1 - stop / 4, theme)));
  }
  context.fillStyle = ramp;
  context.fillRect(left, 0, BAR, side);
  context.fillStyle = inks.soft;
  context.textAlign = "left";
  const heights = [inks.small / 2, side / 2, side - inks.small / 2];
  context.textBaseline = "middle";
  ends.forEach((text, place) => {
    context.fillText(text, left + BAR + 4, heights[place] ?? 0);
  });
}
