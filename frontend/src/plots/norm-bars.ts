/** The gradient norms of this very step, a bar a layer, on one log axis. */
import { type Inks, typeface } from "./inks";
import { significant } from "./numbers";
import type { Drawing } from "./surface";

export interface NormBar {
  readonly name: string;
  readonly norm: number;
  readonly color: string;
}

/** Whole decades around what is there, at least two. */
export function decades(norms: readonly number[]): { low: number; high: number } {
  const sizes = norms.filter((norm) => norm > 0 && Number.isFinite(norm)).map(Math.log10);
  if (sizes.length === 0) return { low: -2, high: 0 };
  // Adding 0 makes −0 plain.
  const high = Math.ceil(Math.max(...sizes)) + 0;
  return { low: Math.min(Math.floor(Math.min(...sizes)), high - 2), high };
}

export function paintNormBars(surface: Drawing, bars: readonly NormBar[], inks: Inks): void {
  const { context, width, height } = surface;
  if (bars.length === 0) return;
  const { low, high } = decades(bars.map(({ norm }) => norm));
  context.font = typeface(inks);
  const names = Math.min(
    width * 0.4,
    Math.max(...bars.map(({ name }) => context.measureText(name).width)) + 8,
  );
  const numbers = context.measureText("0.0000e−00").width;
  const reach = width - names - numbers;
  const row = Math.min(26, height / bars.length);
  const isReadable = row >= inks.small;
  bars.forEach(({ name, norm, color }, place) => {
    const middle = row * (place + 0.5);
    const part = norm > 0 ? (Math.log10(norm) - low) / (high - low) : 0;
    context.fillStyle = inks.line;
    context.fillRect(names, middle - 0.5, reach, 1);
    context.fillStyle = color;
    const long = Math.max(1, Math.min(1, part) * reach);
    context.fillRect(names, middle - row * 0.34, long, row * 0.68);
    if (!isReadable) return;
    context.textBaseline = "middle";
    context.fillStyle = inks.soft;
    context.textAlign = "left";
    context.fillText(name, 0, middle, names - 4);
    context.fillStyle = inks.ink;
    context.textAlign = "right";
    context.fillText(significant(norm), width, middle);
  });
}
