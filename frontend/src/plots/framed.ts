/** A square picture with numbered axes, for a file: on the page the axes are HTML. */
import { type Inks, typeface } from "./inks";
import type { Drawing } from "./surface";

/** A number along an axis, and where it stands. */
interface Tick {
  readonly at: number;
  readonly text: string;
}

export interface Frame {
  readonly x: string;
  readonly y: string;
  readonly ticksX: readonly Tick[];
  readonly ticksY: readonly Tick[];
  /** Each axis goes from − to + this. */
  readonly reachX: number;
  readonly reachY: number;
}

export const framedSize = (side: number, { small }: Inks) => ({
  width: side + small * 4,
  height: side + small * 3.2,
});

/** Paints `inside` into the square, and the axes left of it and beneath. */
export function paintFramed(
  { context, width }: Drawing,
  { x, y, ticksX, ticksY, reachX, reachY }: Frame,
  inks: Inks,
  inside: (onto: Drawing) => void,
): void {
  const { small } = inks;
  const [left, side] = [small * 3, width - small * 4];
  const top = small * 0.6;
  context.save();
  context.translate(left, top);
  context.save();
  context.beginPath();
  context.rect(0, 0, side, side);
  context.clip();
  inside({ context, width: side, height: side });
  context.restore();
  context.strokeStyle = inks.soft;
  context.lineWidth = 1;
  context.strokeRect(0, 0, side, side);
  context.font = typeface(inks);
  context.fillStyle = inks.soft;
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const { at, text } of ticksX) {
    context.fillText(text, ((at + reachX) / (2 * reachX)) * side, side + 4);
  }
  context.fillText(x, side / 2, side + 6 + small * 1.1);
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const { at, text } of ticksY) {
    context.fillText(text, -5, ((reachY - at) / (2 * reachY)) * side);
  }
  context.textAlign = "left";
  context.textBaseline = "top";
  context.fillText(y, 5, 4);
  context.restore();
}
