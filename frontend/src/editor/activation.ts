/** σ and σ′ in numbers and as small curves, the same functions as the server's. */
import type { ActivationName } from "../wire/types";

type Bend = (z: number) => number;

const softplus: Bend = (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
const logistic: Bend = (z) => 1 / (1 + Math.exp(-z));
const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));
const hardSigmoid: Bend = (z) => clamp(z / 6 + 0.5, 0, 1);

/** Klambauer et al. (2017), equations 14 and 15. */
const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;
/** The slope of PReLU before it is learned. */
const PRELU_SLOPE = 0.25;

/** Abramowitz and Stegun 7.1.26, within 1.5e-7: enough for a curve some pixels high. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const series =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - series * Math.exp(-x * x));
}

/** In the order in which they are offered: usual ones first. */
export const ACTIVATIONS: Readonly<Record<ActivationName, Bend>> = {
  tanh: Math.tanh,
  relu: (z) => Math.max(0, z),
  sigmoid: logistic,
  identity: (z) => z,
  leaky_relu: (z) => (z < 0 ? 0.01 * z : z),
  prelu: (z) => (z < 0 ? PRELU_SLOPE * z : z),
  elu: (z) => (z < 0 ? Math.expm1(z) : z),
  selu: (z) => SELU_SCALE * (z < 0 ? SELU_ALPHA * Math.expm1(z) : z),
  gelu: (z) => (z / 2) * (1 + erf(z / Math.SQRT2)),
  silu: (z) => z * logistic(z),
  mish: (z) => z * Math.tanh(softplus(z)),
  softplus,
  softsign: (z) => z / (1 + Math.abs(z)),
  relu6: (z) => clamp(z, 0, 6),
  hard_tanh: (z) => clamp(z, -1, 1),
  hard_sigmoid: hardSigmoid,
  hard_swish: (z) => z * hardSigmoid(z),
  sine: Math.sin,
};

export const ACTIVATION_NAMES = Object.keys(ACTIVATIONS) as ActivationName[];

const STEP = 1e-4;

/** σ′ by a central difference: exact to far more than a curve some pixels high shows. */
export function slope(name: ActivationName, z: number): number {
  const bend = ACTIVATIONS[name];
  return (bend(z + STEP) - bend(z - STEP)) / (2 * STEP);
}

const REACH = 3;
const POINTS = 25;

export interface Frame {
  /** z runs from − to + this. */
  readonly reach: number;
  readonly low: number;
  readonly high: number;
  readonly points: number;
}

/** z in −3 … 3 and σ in −1.2 … 3 (or ∓1.2), whatever the function needs. */
function smallFrame(name: ActivationName): Frame {
  const values = samples(ACTIVATIONS[name], { reach: REACH, points: POINTS });
  return {
    reach: REACH,
    high: Math.max(1.2, ...values),
    low: Math.min(-1.2, ...values),
    points: POINTS,
  };
}

const samples = (bend: Bend, { reach, points }: Pick<Frame, "reach" | "points">) =>
  Array.from({ length: points }, (_, place) => bend(-reach + (2 * reach * place) / (points - 1)));

/** A function as an SVG path in a box of that size. */
export function pathOf(bend: Bend, frame: Frame, width: number, height: number): string {
  const { low, high, points } = frame;
  return samples(bend, frame)
    .map((value, place) => {
      const x = (width * place) / (points - 1);
      const y = height - (height * (value - low)) / (high - low);
      return `${place === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join("");
}

export const curvePath = (name: ActivationName, width: number, height: number): string =>
  pathOf(ACTIVATIONS[name], smallFrame(name), width, height);

export const slopePath = (name: ActivationName, width: number, height: number): string =>
  pathOf((z) => slope(name, z), smallFrame(name), width, height);
