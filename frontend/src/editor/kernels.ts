/** A convolution's edge up close: the kernel that leads from one channel to another. */

import { kernelStrength } from "../plots/edges";
import type { EdgeAt } from "../plots/geometry";
import { latest } from "../state/live/frames";
import { type Frame, floats } from "../wire/frames";

export interface Kernel {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
  /** The number of its first value among the inputs of its unit, as the server counts them. */
  readonly first: number;
}

/** The kernel of an edge into layer `id`; null where its weights are no kernels, or not there. */
export function kernelOf(
  frame: Frame | undefined,
  name: string,
  { unit, input }: Pick<EdgeAt, "unit" | "input">,
  groups: number,
): Kernel | null {
  const weights = frame === undefined ? null : floats(frame, name);
  if (weights === null || weights.shape.length < 3) return null;
  const [units = 0, channels = 0, ...axes] = weights.shape;
  const [rows, columns] = axes.length === 1 ? [1, axes[0] ?? 1] : [axes[0] ?? 1, axes[1] ?? 1];
  const channel = input - Math.floor(unit / (units / groups)) * channels;
  if (channel < 0 || channel >= channels || unit >= units) return null;
  const size = rows * columns;
  const from = (unit * channels + channel) * size;
  return { rows, columns, values: weights.data.subarray(from, from + size), first: channel * size };
}

export const strengthOf = ({ values }: Kernel) => kernelStrength(values, 0, values.length);

export const weightsNow = () => latest("weights");
