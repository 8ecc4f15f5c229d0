/** A thin axis beneath a small canvas plot: its two ends in numbers, and zero where it lies. */
import { type Inks, typeface } from "./inks";
import { short } from "./numbers";
import type { Drawing } from "./surface";

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Room for the axis line and its numbers. */
export const axisHeight = ({ small }: Inks) => small + 6;

export const placeOf = (value: number, low: number, high: number, { left, right }: Box) =>
  left + ((value - low) / (high - low || 1)) * (right - left);

export function paintAxis(
  { context }: Drawing,
  box: Box,
  low: number,
  high: number,
  inks: Inks,
): void {
  context.font = typeface(inks);
  context.textBaseline = "top";
  context.fillStyle = inks.soft;
  context.strokeStyle = inks.soft;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(box.left, box.bottom + 0.5);
  context.lineTo(box.right, box.bottom + 0.5);
  context.stroke();
  const top = box.bottom + 4;
  const [first, last] = [short(low), short(high)];
  context.textAlign = "left";
  context.fillText(first, box.left, top);
  context.textAlign = "right";
  context.fillText(last, box.right, top);
  if (low >= 0 || high <= 0) return;
  const zero = placeOf(0, low, high, box);
  context.beginPath();
  context.setLineDash([2, 2]);
  context.moveTo(zero, box.top);
  context.lineTo(zero, box.bottom);
  context.stroke();
  context.setLineDash([]);
  const gap = context.measureText("0").width / 2 + 4;
  const isFree =
    zero - gap > box.left + context.measureText(first).width &&
    zero + gap < box.right - context.measureText(last).width;
  context.textAlign = "center";
  if (isFree) context.fillText("0", zero, top);
}
