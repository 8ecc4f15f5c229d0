/** A learning-rate schedule before it is used: its curve, and where the run stands on it. */
import { type Inks, typeface } from "./inks";
import { count, short } from "./numbers";
import type { Drawing } from "./surface";

export interface Curve {
  readonly steps: readonly number[];
  readonly rates: readonly number[];
}

export interface Range {
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
}

const DECADES = 4;

/** The axis of rates: from 0, or over at most four decades beneath the highest. */
export function rangeOf(curves: readonly Curve[], log: boolean): Range {
  const rates = curves.flatMap((curve) => [...curve.rates]).filter(Number.isFinite);
  const high = Math.max(...rates, Number.MIN_VALUE);
  if (!log) return { low: 0, high, log };
  const least = Math.min(...rates.filter((rate) => rate > 0), high);
  return { low: Math.max(Math.min(least, high / 10), high / 10 ** DECADES), high, log };
}

/** A rate's height from 0 to 1. */
export function heightOf(rate: number, { low, high, log }: Range): number {
  if (!log) return rate / high;
  if (rate <= low) return 0;
  return Math.log(rate / low) / Math.log(high / low);
}

/** The rate at a step, between the two curve points around it; the last one beyond the end. */
export function rateAt({ steps, rates }: Curve, step: number): number {
  const after = steps.findIndex((known) => known >= step);
  if (after === -1) return rates.at(-1) ?? 0;
  if (after === 0) return rates[0] ?? 0;
  const [from, to] = [steps[after - 1] ?? 0, steps[after] ?? 0];
  const part = to === from ? 0 : (step - from) / (to - from);
  return (rates[after - 1] ?? 0) * (1 - part) + (rates[after] ?? 0) * part;
}

export const scaled = ({ steps, rates }: Curve, factor: number): Curve => ({
  steps,
  rates: rates.map((rate) => rate * factor),
});

/** The curve as an SVG path in a box of that size: for the small pictures in a list. */
export function sparkPath(curve: Curve, width: number, height: number): string {
  const range = rangeOf([curve], false);
  const last = curve.steps.at(-1) || 1;
  return curve.rates
    .map((rate, place) => {
      const x = ((curve.steps[place] ?? 0) / last) * width;
      const y = (1 - heightOf(rate, range)) * height;
      return `${place === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join("");
}

export interface Preview {
  /** The schedule that trains. */
  readonly chosen: Curve;
  /** One that is only looked at, or null. */
  readonly considered: Curve | null;
  readonly step: number;
  readonly log: boolean;
  readonly names: { readonly step: string; readonly rate: string };
}

export function paintPreview(surface: Drawing, preview: Preview, inks: Inks): void {
  const { context, width, height } = surface;
  const { chosen, considered, step } = preview;
  const range = rangeOf(considered === null ? [chosen] : [chosen, considered], preview.log);
  const last = Math.max(chosen.steps.at(-1) ?? 1, considered?.steps.at(-1) ?? 1);
  context.font = typeface(inks);
  const ends = [short(range.high), short(range.low)] as const;
  const left = Math.max(...ends.map((text) => context.measureText(text).width)) + 6;
  const [right, top, bottom] = [width - 4, inks.small + 6, height - inks.small - 7];
  const x = (at: number) => left + (at / last) * (right - left);
  const y = (rate: number) => bottom - heightOf(rate, range) * (bottom - top);

  context.strokeStyle = inks.line;
  context.strokeRect(left + 0.5, top + 0.5, right - left, bottom - top);
  context.fillStyle = inks.soft;
  context.textAlign = "right";
  context.textBaseline = "middle";
  context.fillText(ends[0], left - 4, top + 2);
  context.fillText(ends[1], left - 4, bottom - 2);
  context.textBaseline = "bottom";
  context.textAlign = "left";
  context.fillText(preview.names.rate, left, top - 2);
  context.textBaseline = "top";
  context.fillText("0", left, bottom + 4);
  context.textAlign = "right";
  context.fillText(count(last), right, bottom + 4);
  context.textAlign = "center";
  context.fillText(preview.names.step, (left + right) / 2, bottom + 4);

  const trace = (curve: Curve, dashed: boolean, color: string) => {
    context.strokeStyle = color;
    context.lineWidth = 2;
    context.setLineDash(dashed ? [4, 3] : []);
    context.beginPath();
    curve.rates.forEach((rate, place) => {
      context.lineTo(x(curve.steps[place] ?? 0), y(rate));
    });
    context.stroke();
    context.setLineDash([]);
  };
  if (considered !== null) trace(considered, true, inks.ink);
  trace(chosen, false, considered === null ? inks.ink : inks.soft);

  const at = Math.min(step, last);
  context.strokeStyle = inks.soft;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x(at), top);
  context.lineTo(x(at), bottom);
  context.stroke();
  context.fillStyle = inks.ink;
  context.strokeStyle = inks.paper;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(x(at), y(rateAt(chosen, at)), 4, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
}
