/** σ and σ′ as small curves: through the points that the server's own functions gave. */
import { ordered } from "../wire/bounds";
import { CURVES, ACTIVATIONS as FACTS } from "../wire/catalogue";
import type { ActivationName } from "../wire/types";

/** Usual ones first, then others. */
export const ACTIVATION_NAMES: readonly ActivationName[] = ordered(
  Object.keys(FACTS) as ActivationName[],
  [
    "tanh",
    "relu",
    "sigmoid",
    "identity",
    "leaky_relu",
    "prelu",
    "elu",
    "selu",
    "gelu",
    "silu",
    "mish",
    "softplus",
    "softsign",
    "relu6",
    "hard_tanh",
    "hard_sigmoid",
    "hard_swish",
    "sine",
  ],
);

type Which = "curve" | "slope";

/** σ(z) or σ′(z): on the straight line between the two points beside z, at the last ones beyond. */
export function valueAt(name: ActivationName, which: Which, z: number): number {
  const points: readonly number[] = FACTS[name][which];
  const at = Math.max(0, Math.min(points.length - 1, (z - CURVES.from) / CURVES.step));
  const before = points[Math.floor(at)] ?? 0;
  const after = points[Math.ceil(at)] ?? 0;
  return before + (after - before) * (at - Math.floor(at));
}

export interface Frame {
  /** z runs from − to + this. */
  readonly reach: number;
  readonly low: number;
  readonly high: number;
  readonly points: number;
}

const REACH = 3;
const POINTS = 25;

/** z in −3 … 3 and σ in −1.2 … 3 (or ∓1.2), whatever the function needs. */
function smallFrame(name: ActivationName): Frame {
  const values = samples(name, "curve", { reach: REACH, points: POINTS });
  return {
    reach: REACH,
    high: Math.max(1.2, ...values),
    low: Math.min(-1.2, ...values),
    points: POINTS,
  };
}

const samples = (
  name: ActivationName,
  which: Which,
  { reach, points }: Pick<Frame, "reach" | "points">,
) =>
  Array.from({ length: points }, (_, place) =>
    valueAt(name, which, -reach + (2 * reach * place) / (points - 1)),
  );

/** σ or σ′ as an SVG path in a box of that size. */
export function pathOf(
  name: ActivationName,
  which: Which,
  frame: Frame,
  width: number,
  height: number,
): string {
  const { low, high, points } = frame;
  return samples(name, which, frame)
    .map((value, place) => {
      const x = (width * place) / (points - 1);
      const y = height - (height * (value - low)) / (high - low);
      return `${place === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join("");
}

export const smallPath = (name: ActivationName, which: Which, width: number, height: number) =>
  pathOf(name, which, smallFrame(name), width, height);

/** The range that the points of the curve cover. */
export const LARGE: Frame = { reach: -CURVES.from, low: -1.6, high: 3.2, points: CURVES.points };
