/** A data set at a glance: its points without axes, or four of its pictures. */
import type { DataPreview } from "../wire/api";
import type { DatasetName } from "../wire/types";
import { across, DOMAIN, down, LINE_REACH } from "./boundary";
import { classColor } from "./class-signs";
import { css, mix, neutral, pixel, type Rgb, signed, type Theme } from "./colors";
import { type Drawing, Pixels } from "./surface";

export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly label: number;
}

/** The two columns of a table that tell most; the first two of any other. */
const TELLING: Partial<Record<DatasetName, readonly [number, number]>> = {
  iris: [2, 3],
  wine: [0, 6],
  breast_cancer: [20, 21],
  diabetes: [2, 8],
};

/** Standardized columns are drawn within this many standard deviations. */
const STANDARD_REACH = 3;

/** Where each point lies in a picture of that size; a single input has its label as height. */
export function dots(
  { inputs, labels }: Pick<DataPreview, "inputs" | "labels">,
  width: number,
  height: number,
  set?: DatasetName,
): Dot[] {
  const columns = set === undefined ? undefined : TELLING[set];
  const scale = columns === undefined ? 1 : DOMAIN / STANDARD_REACH;
  const [one, other] = columns ?? [0, 1];
  return inputs.map((row, place) => {
    const label = labels[place] ?? 0;
    const second = row[other];
    const y = second === undefined ? down(label, height, LINE_REACH) : down(second * scale, height);
    return { x: across((row[one] ?? 0) * scale, width), y, label };
  });
}

export function paintThumbnail(
  surface: Drawing,
  preview: DataPreview,
  theme: Theme,
  set?: DatasetName,
): void {
  const images = preview.images ?? [];
  if (images.length > 0) {
    paintImages(surface, images, theme);
    return;
  }
  const { context, width, height } = surface;
  context.fillStyle = css(neutral(theme));
  context.fillRect(0, 0, width, height);
  const radius = Math.max(1.1, width / 34);
  for (const { x, y, label } of dots(preview, width, height, set)) {
    const isNumber = preview.task === "regression";
    context.fillStyle = css(isNumber ? signed(label * 1.2, theme) : classColor(label, theme));
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
  }
}

type Image = readonly (readonly number[])[];

const INK: Record<Theme, Rgb> = { light: [29, 33, 38], dark: [236, 238, 240] };
const SIDE = 2;

/** Four pictures in a square, each from its darkest to its brightest pixel. */
function paintImages(surface: Drawing, images: readonly Image[], theme: Theme): void {
  const { context, width, height } = surface;
  context.fillStyle = css(neutral(theme));
  context.fillRect(0, 0, width, height);
  const size = (Math.min(width, height) - 1) / SIDE;
  context.imageSmoothingEnabled = false;
  images.slice(0, SIDE * SIDE).forEach((image, place) => {
    const picture = pictured(image, theme);
    const [left, top] = [(place % SIDE) * (size + 1), Math.floor(place / SIDE) * (size + 1)];
    context.drawImage(picture.canvas, left, top, size, size);
  });
}

function pictured(image: Image, theme: Theme): Pixels {
  const values = image.flat();
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const pixels = new Pixels();
  pixels.put(image[0]?.length ?? 1, image.length, (words) => {
    values.forEach((value, place) => {
      const part = high > low ? (value - low) / (high - low) : 0;
      words[place] = pixel(mix(neutral(theme), INK[theme], part));
    });
  });
  return pixels;
}
