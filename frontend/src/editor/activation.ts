/** σ in numbers and as a small curve, the same functions as the server's. */
import type { ActivationName } from "../wire/types";

const softplus = (z: number) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
const logistic = (z: number) => 1 / (1 + Math.exp(-z));

/** Abramowitz and Stegun 7.1.26, within 1.5e-7: enough for a curve some pixels high. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const series =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - series * Math.exp(-x * x));
}

export const ACTIVATIONS: Readonly<Record<ActivationName, (z: number) => number>> = {
  tanh: Math.tanh,
  relu: (z) => Math.max(0, z),
  sigmoid: logistic,
  identity: (z) => z,
  leaky_relu: (z) => (z < 0 ? 0.01 * z : z),
  elu: (z) => (z < 0 ? Math.expm1(z) : z),
  gelu: (z) => (z / 2) * (1 + erf(z / Math.SQRT2)),
  silu: (z) => z * logistic(z),
  softplus,
  sine: Math.sin,
};

export const ACTIVATION_NAMES = Object.keys(ACTIVATIONS) as ActivationName[];

const REACH = 3;
const POINTS = 25;

/** The curve over z in −3 … 3 and σ in −1.5 … 3 (or ∓1.5) as an SVG path in a box of that size. */
export function curvePath(name: ActivationName, width: number, height: number): string {
  const values = Array.from({ length: POINTS }, (_, place) =>
    ACTIVATIONS[name](-REACH + (2 * REACH * place) / (POINTS - 1)),
  );
  const high = Math.max(1.2, ...values);
  const low = Math.min(-1.2, ...values);
  return values
    .map((value, place) => {
      const x = (width * place) / (POINTS - 1);
      const y = height - (height * (value - low)) / (high - low);
      return `${place === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join("");
}
