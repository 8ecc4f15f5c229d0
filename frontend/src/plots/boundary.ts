/** The network's answer over the input plane, the points on it, and its axes. */
import { LIMITS } from "../wire/catalogue";
import { bytes, type Frame, floats, number } from "../wire/frames";
import { classColor, classPixels, traceMark } from "./class-signs";
import { css, neutral, signed, signedPixels, type Theme } from "./colors";
import type { Drawing, Pixels } from "./surface";

/** The square of the input plane that pictures show. */
export const DOMAIN: number = LIMITS.domain[1];
/** A 1-D answer is drawn for outputs within ∓ this, which targets and their noise keep to. */
export const LINE_REACH = 1.6;

export interface Look {
  readonly theme: Theme;
  /** Only the answer (its sign, its class), not how sure it is. */
  readonly discrete: boolean;
  /** Heavier lines and points for a projector. */
  readonly scale: number;
}

/** Fills a picture with a frame's map. False when the frame holds none (1-D data). */
export function fillBoundary(pixels: Pixels, frame: Frame, { theme, discrete }: Look): boolean {
  const map = bytes(frame, "map");
  if (map !== null) {
    const table = signedPixels(theme);
    pixels.put(map.shape[1] ?? 0, map.shape[0] ?? 0, (words) => {
      map.data.forEach((byte, place) => {
        words[place] = table[discrete ? (byte > 127 ? 255 : 0) : byte] ?? 0;
      });
    });
    return true;
  }
  const classes = bytes(frame, "classes");
  const confidence = bytes(frame, "confidence");
  if (classes === null || confidence === null) return false;
  pixels.put(classes.shape[1] ?? 0, classes.shape[0] ?? 0, (words) => {
    classes.data.forEach((label, place) => {
      const sure = discrete ? 255 : (confidence.data[place] ?? 0);
      words[place] = classPixels(label, theme)[sure] ?? 0;
    });
  });
  return true;
}

/** One unit's map in the large picture, while the pointer is on the unit. */
export function fillUnit(
  pixels: Pixels,
  frame: Frame,
  layer: string,
  unit: number,
  { theme, discrete }: Look,
): boolean {
  const map = bytes(frame, layer);
  const [units, rows, side] = map?.shape ?? [];
  if (map === null || units === undefined || unit >= units || !rows || !side) return false;
  const table = signedPixels(theme);
  pixels.put(side, rows, (words) => {
    for (let place = 0; place < rows * side; place += 1) {
      const byte = map.data[unit * rows * side + place] ?? 127;
      words[place] = table[discrete ? (byte > 127 ? 255 : 0) : byte] ?? 0;
    }
  });
  return true;
}

/** The map is this strong over paper, so that points in full color stand out on their own side. */
export const MAP_STRENGTH = 0.72;

export function paintMap(
  { context, width, height }: Drawing,
  pixels: Pixels,
  { theme, discrete }: Look,
): void {
  context.fillStyle = css(neutral(theme));
  context.fillRect(0, 0, width, height);
  context.globalAlpha = MAP_STRENGTH;
  context.imageSmoothingEnabled = !discrete;
  context.imageSmoothingQuality = "high";
  context.drawImage(pixels.canvas, 0, 0, width, height);
  context.globalAlpha = 1;
}

/** Where an input lies in a picture of that size. */
export const across = (x: number, width: number, reach = DOMAIN) =>
  ((x + reach) / (2 * reach)) * width;
export const down = (y: number, height: number, reach = DOMAIN) =>
  ((reach - y) / (2 * reach)) * height;

/** Paper and the line of zero, beneath a 1-D answer. */
export function paintGround({ context, width, height }: Drawing, ink: string, theme: Theme): void {
  context.fillStyle = css(neutral(theme));
  context.fillRect(0, 0, width, height);
  context.strokeStyle = ink;
  context.globalAlpha = 0.3;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, height / 2);
  context.lineTo(width, height / 2);
  context.stroke();
  context.globalAlpha = 1;
}

/** The answer over one input, as a curve. */
export function paintLine(
  { context, width, height }: Drawing,
  frame: Frame,
  ink: string,
  { scale }: Look,
  bound = 1,
): void {
  const [x, y] = [floats(frame, "x"), floats(frame, "y")];
  if (x === null || y === null) return;
  context.strokeStyle = ink;
  context.lineWidth = 2.5 * scale;
  context.beginPath();
  x.data.forEach((value, place) => {
    const [left, top] = [
      across(value, width),
      down(y.data[place] ?? 0, height, LINE_REACH * bound),
    ];
    if (place === 0) context.moveTo(left, top);
    else context.lineTo(left, top);
  });
  context.stroke();
}

export interface PointsLook extends Look {
  readonly showTest: boolean;
}

/** A label's color: a class's, or a signed number's. */
function labelColor(label: number, task: string, theme: Theme): string {
  return css(task === "regression" ? signed(label, theme) : classColor(label, theme));
}

/** Points by their places on the picture's plane. */
export interface Placed {
  readonly x: (place: number) => number;
  /** Null where a point's label is its height (a single input). */
  readonly y: ((place: number) => number) | null;
  readonly labels: Float32Array;
  /** The first so many are training points, the others test points. */
  readonly train: number;
  readonly task: string;
  /** The picture's plane goes from − to + this. */
  readonly reach: number;
  /** A number to predict has its full color at this size. */
  readonly bound: number;
}

/** The points of a "points" frame (line or plane) or of a "points_on_plane" frame, if it has any. */
export function placed(frame: Frame): Placed | null {
  const labels = floats(frame, "labels");
  if (labels === null) return null;
  const [train, task] = [number(frame, "train"), String(frame.values.task)];
  const common = { labels: labels.data, train, task, bound: boundIn(frame, "label_bound") };
  const [x, y] = [floats(frame, "x"), floats(frame, "y")];
  if (x !== null && y !== null) {
    return {
      ...common,
      x: (place) => x.data[place] ?? 0,
      y: (place) => y.data[place] ?? 0,
      reach: reachOf(frame),
    };
  }
  const inputs = floats(frame, "inputs");
  const dimensions = inputs?.shape[1] ?? 0;
  if (inputs === null || dimensions < 1 || dimensions > 2) return null;
  return {
    ...common,
    x: (place) => inputs.data[place * dimensions] ?? 0,
    y: dimensions === 1 ? null : (place) => inputs.data[2 * place + 1] ?? 0,
    reach: DOMAIN,
  };
}

/** A size at which colors are full, 1 where a frame tells none. */
export function boundIn(frame: Frame | undefined, name: "label_bound" | "high"): number {
  const bound = frame === undefined ? Number.NaN : number(frame, name);
  return bound > 0 ? bound : 1;
}

/** How far the picture's plane goes from its middle. */
export function reachOf(frame: Frame | undefined): number {
  const high = frame === undefined ? Number.NaN : number(frame, "domain_high");
  return Number.isFinite(high) ? high : DOMAIN;
}

/** Marks are this much larger than dots, so that their corners are seen. */
const MARK = 1.25;

/**
 * Train points filled, test points hollow, each with an outline that parts it from the map. Of more
 * than two classes each has its mark, whose outline is what is hollow or filled.
 */
export function paintPoints(
  { context, width, height }: Drawing,
  points: Placed,
  { theme, showTest, scale }: PointsLook,
): void {
  const { labels, train, task, reach, bound } = points;
  const [paper, ink] = theme === "light" ? ["#ffffff", "#1d2126"] : ["#0c0e10", "#0c0e10"];
  const crowd = labels.length > 1200 ? 0.75 : 1;
  const radius = 2.9 * scale * crowd;
  const one = (place: number) => {
    const label = labels[place] ?? 0;
    const x = across(points.x(place), width, reach);
    const y =
      points.y === null
        ? down(label, height, LINE_REACH * bound)
        : down(points.y(place), height, reach);
    const color = labelColor(task === "regression" ? label / bound : label, task, theme);
    if (task === "multiclass") traceMark(context, label, x, y, radius * MARK);
    else {
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
    }
    if (place < train) {
      context.fillStyle = color;
      context.fill();
      context.strokeStyle = ink;
      context.globalAlpha = 0.75;
      context.lineWidth = 0.9 * scale;
      context.stroke();
      context.globalAlpha = 1;
      return;
    }
    context.fillStyle = paper;
    context.fill();
    context.strokeStyle = ink;
    context.lineWidth = 2.9 * scale * crowd;
    context.globalAlpha = 0.75;
    context.stroke();
    context.globalAlpha = 1;
    context.strokeStyle = color;
    context.lineWidth = 1.7 * scale * crowd;
    context.stroke();
  };
  if (showTest) for (let place = labels.length - 1; place >= train; place -= 1) one(place);
  for (let place = 0; place < train; place += 1) one(place);
}

export type Reading =
  | { readonly kind: "value"; readonly value: number }
  | { readonly kind: "class"; readonly label: number; readonly share: number };

/** What the picture says at a point (0 … 1 from left and top), to the map's eight bits. */
export function reading(frame: Frame, left: number, top: number): Reading | null {
  const y = floats(frame, "y");
  if (y !== null) {
    const value = y.data[Math.min(y.data.length - 1, Math.floor(left * y.data.length))];
    return value === undefined ? null : { kind: "value", value };
  }
  const map = bytes(frame, "map") ?? bytes(frame, "classes");
  const [rows = 0, columns = 0] = map?.shape ?? [];
  const place =
    Math.min(rows - 1, Math.floor(top * rows)) * columns +
    Math.min(columns - 1, Math.floor(left * columns));
  const value = map?.data[place];
  if (map === null || value === undefined) return null;
  if (frame.values.kind === "signed") {
    return { kind: "value", value: (value / 127.5 - 1) * boundIn(frame, "high") };
  }
  const share = (bytes(frame, "confidence")?.data[place] ?? 0) / 255;
  return { kind: "class", label: value, share };
}
