/** An image of a data set, and what the network makes of one. */
import type { NumberArray } from "../wire/frames";
import { grayPixels, type Theme } from "./colors";
import type { Pixels } from "./surface";

/** One image out of [K, H, W]: bright is ink in a light theme, so that it reads as on paper. */
export function fillImage(
  pixels: Pixels,
  { shape, data }: NumberArray<Uint8Array>,
  place: number,
  theme: Theme,
): void {
  const [, rows = 0, columns = 0] = shape;
  const table = grayPixels(theme);
  const from = place * rows * columns;
  pixels.put(columns, rows, (words) => {
    for (let at = 0; at < rows * columns; at += 1) words[at] = table[data[from + at] ?? 0] ?? 0;
  });
}

/** Numbers of the output layer back from eight bits: 0 is −bound, 255 is +bound. */
export const outputsOf = (bytes: ArrayLike<number>, bound: number): number[] =>
  Array.from(bytes, (byte) => (byte / 127.5 - 1) * bound);

/**
 * How likely each class is, from the outputs: the softmax, the sigmoid of one logit, or, where the
 * outputs aim at the targets themselves, those within 0 and 1 (of one output: −1 to 1).
 */
export function scores(outputs: readonly number[], loss: string): number[] {
  const within = (value: number) => Math.max(0, Math.min(1, value));
  const [only = 0] = outputs;
  if (outputs.length === 1) {
    const second =
      loss === "binary_cross_entropy" ? 1 / (1 + Math.exp(-only)) : within((only + 1) / 2);
    return [1 - second, second];
  }
  if (loss !== "cross_entropy") return outputs.map(within);
  const most = Math.max(...outputs);
  const parts = outputs.map((value) => Math.exp(value - most));
  const all = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / all);
}
