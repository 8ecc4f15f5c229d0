/** A convolution's kernels as signed tiles, each output channel's beside the map that it makes. */
import type { NumberArray } from "../wire/frames";
import { css, signed, signedPixels, type Theme } from "./colors";
import { type Inks, typeface } from "./inks";
import type { Drawing, Pixels } from "./surface";

export interface KernelsAt {
  /** [units, channels of a group, height, width], or without the height. */
  readonly weights: NumberArray<Float32Array>;
  /** Each output channel's map of the chosen input, [units, H, W]; null until it is here. */
  readonly maps: NumberArray<Uint8Array> | null;
  readonly bound: number;
}

/** Sizes of a kernel: a row of numbers is one cell high. */
export function kernelSize({ shape }: NumberArray): {
  readonly units: number;
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
} {
  const [units = 0, channels = 0, first = 1, second] = shape;
  return { units, channels, rows: second === undefined ? 1 : first, columns: second ?? first };
}

export interface KernelPlan {
  readonly height: number;
  readonly units: number;
  /** Kernels in a row of a card, and rows of them. */
  readonly across: number;
  readonly down: number;
  /** A kernel's and a map's side in pixels, cards in a row, and a card's size. */
  readonly tileWidth: number;
  readonly tileHeight: number;
  readonly map: number;
  readonly cards: number;
  readonly cardWidth: number;
  readonly cardHeight: number;
  readonly label: number;
}

const GAP = 3;
const BETWEEN = 18;
const MIN_CELL = 6;
const MIN_MAP = 56;
const MAX_MAP = 148;

/** Cards side by side, as large as fits: one for each output channel, its kernels near a square. */
export function planKernels(
  weights: NumberArray,
  width: number,
  room: number,
  inks: Inks,
): KernelPlan {
  const { units, channels, rows, columns } = kernelSize(weights);
  const wide = rows === 1 ? 1 : Math.ceil(Math.sqrt(channels));
  const across = Math.max(1, wide);
  const down = Math.max(1, Math.ceil(channels / across));
  const label = inks.small + 6;
  // Never so small that a cell cannot be pointed at: then the picture scrolls.
  const least = Math.max(MIN_CELL * rows * down + GAP * (down - 1), MIN_MAP);
  const sized = (map: number): KernelPlan => {
    const cell = Math.min(
      (map - GAP * (down - 1)) / (rows * down),
      (map * 1.4 - GAP * (across - 1)) / (columns * across),
      rows === 1 ? 22 : 44,
    );
    const [tileWidth, tileHeight] = [cell * columns, cell * rows];
    const cardWidth = across * (tileWidth + GAP) + GAP * 2 + map + BETWEEN;
    const cardHeight = map + label + 8;
    const cards = Math.max(1, Math.floor((width + BETWEEN) / cardWidth));
    const height = Math.ceil(units / cards) * cardHeight;
    const kernels = { across, down, tileWidth, tileHeight };
    return { height, units, ...kernels, map, cards, cardWidth, cardHeight, label };
  };
  for (let map = MAX_MAP; map > least; map -= 4) {
    const plan = sized(map);
    if (plan.height <= room) return plan;
  }
  return sized(least);
}

const cornerOf = (plan: KernelPlan, unit: number) => ({
  x: (unit % plan.cards) * plan.cardWidth,
  y: Math.floor(unit / plan.cards) * plan.cardHeight + plan.label,
});

const tileAt = (plan: KernelPlan, channel: number) => ({
  x: (channel % plan.across) * (plan.tileWidth + GAP),
  y: Math.floor(channel / plan.across) * (plan.tileHeight + GAP),
});

/** Where a card's map begins, right of its kernels. */
const mapLeft = ({ across, tileWidth }: KernelPlan) => across * (tileWidth + GAP) + GAP * 2;

export type KernelSpot =
  | {
      readonly kind: "weight";
      readonly unit: number;
      readonly channel: number;
      readonly row: number;
      readonly column: number;
    }
  | { readonly kind: "map"; readonly unit: number; readonly row: number; readonly column: number };

/** What lies under a point of the picture. */
export function spotAt(
  plan: KernelPlan,
  { weights, maps }: Pick<KernelsAt, "weights" | "maps">,
  x: number,
  y: number,
): KernelSpot | null {
  const { channels, rows, columns } = kernelSize(weights);
  const card = Math.floor(x / plan.cardWidth);
  const unit = Math.floor(y / plan.cardHeight) * plan.cards + card;
  if (card < 0 || card >= plan.cards || unit < 0 || unit >= plan.units) return null;
  const corner = cornerOf(plan, unit);
  const [left, top] = [x - corner.x, y - corner.y];
  if (top < 0) return null;
  const over = left - mapLeft(plan);
  if (over >= 0 && over < plan.map && top < plan.map) {
    const [, high = 1, wide = 1] = maps?.shape ?? [];
    return {
      kind: "map",
      unit,
      row: Math.floor((top / plan.map) * high),
      column: Math.floor((over / plan.map) * wide),
    };
  }
  const [stepX, stepY] = [plan.tileWidth + GAP, plan.tileHeight + GAP];
  const [inX, inY] = [left % stepX, top % stepY];
  const place = Math.floor(left / stepX);
  const channel = Math.floor(top / stepY) * plan.across + place;
  if (place >= plan.across || channel >= channels || inX >= plan.tileWidth) return null;
  if (inY >= plan.tileHeight || left < 0) return null;
  return {
    kind: "weight",
    unit,
    channel,
    row: Math.floor((inY / plan.tileHeight) * rows),
    column: Math.floor((inX / plan.tileWidth) * columns),
  };
}

/** The number at a spot: a weight, or the map's value back from its eight bits. */
export function valueAt({ weights, maps, bound }: KernelsAt, spot: KernelSpot): number {
  if (spot.kind === "map") {
    const [units = 0, rows = 0, columns = 0] = maps?.shape ?? [];
    if (maps === null || spot.unit >= units) return Number.NaN;
    const place = spot.unit * rows * columns + spot.row * columns + spot.column;
    return ((maps.data[place] ?? Number.NaN) / 127.5 - 1) * bound;
  }
  const { channels, rows, columns } = kernelSize(weights);
  const first = (spot.unit * channels + spot.channel) * rows * columns;
  return weights.data[first + spot.row * columns + spot.column] ?? Number.NaN;
}

/** The greatest |w| of a layer: all of its kernels share one range of colors. */
export function reachOfWeights({ data }: NumberArray<Float32Array>): number {
  let most = 0;
  for (const weight of data) most = Math.max(most, Math.abs(weight));
  return most;
}

export interface KernelLook {
  readonly theme: Theme;
  readonly inks: Inks;
  readonly names: (unit: number) => string;
  readonly hovered: KernelSpot | null;
}

export function paintKernels(
  onto: Drawing,
  pixels: Pixels,
  plan: KernelPlan,
  at: KernelsAt,
  look: KernelLook,
): void {
  const { context } = onto;
  const { channels } = kernelSize(at.weights);
  const reach = reachOfWeights(at.weights) || 1;
  for (let unit = 0; unit < plan.units; unit += 1) {
    const { x, y } = cornerOf(plan, unit);
    context.font = typeface(look.inks);
    context.fillStyle = look.inks.soft;
    context.textAlign = "left";
    context.textBaseline = "top";
    context.fillText(look.names(unit), x, y - plan.label + 3);
    for (let channel = 0; channel < channels; channel += 1) {
      paintKernel(context, plan, at.weights, reach, unit, channel, look);
    }
    paintMap(context, pixels, plan, at, unit, look);
  }
}

function paintKernel(
  context: Drawing["context"],
  plan: KernelPlan,
  weights: NumberArray<Float32Array>,
  reach: number,
  unit: number,
  channel: number,
  { theme, inks, hovered }: KernelLook,
): void {
  const { channels, rows, columns } = kernelSize(weights);
  const corner = cornerOf(plan, unit);
  const tile = tileAt(plan, channel);
  const [left, top] = [corner.x + tile.x, corner.y + tile.y];
  const [wide, high] = [plan.tileWidth / columns, plan.tileHeight / rows];
  const first = (unit * channels + channel) * rows * columns;
  for (let cell = 0; cell < rows * columns; cell += 1) {
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    context.fillStyle = css(signed((weights.data[first + cell] ?? 0) / reach, theme));
    context.fillRect(left + column * wide, top + row * high, wide + 0.5, high + 0.5);
  }
  context.lineWidth = 1;
  context.strokeStyle = inks.soft;
  context.strokeRect(left, top, plan.tileWidth, plan.tileHeight);
  if (hovered?.kind !== "weight" || hovered.unit !== unit || hovered.channel !== channel) return;
  context.lineWidth = 2;
  context.strokeStyle = inks.ink;
  context.strokeRect(left + hovered.column * wide, top + hovered.row * high, wide, high);
}

function paintMap(
  context: Drawing["context"],
  pixels: Pixels,
  plan: KernelPlan,
  { maps }: KernelsAt,
  unit: number,
  { theme, inks }: KernelLook,
): void {
  const corner = cornerOf(plan, unit);
  const left = corner.x + mapLeft(plan);
  const [units = 0, rows = 0, columns = 0] = maps?.shape ?? [];
  if (maps !== null && unit < units && rows > 0 && columns > 0) {
    const table = signedPixels(theme);
    pixels.put(columns, rows, (words) => {
      for (let place = 0; place < rows * columns; place += 1) {
        words[place] = table[maps.data[unit * rows * columns + place] ?? 127] ?? 0;
      }
    });
    context.imageSmoothingEnabled = false;
    context.drawImage(pixels.canvas, left, corner.y, plan.map, plan.map);
  }
  context.lineWidth = 1;
  context.strokeStyle = inks.soft;
  context.strokeRect(left, corner.y, plan.map, plan.map);
}
