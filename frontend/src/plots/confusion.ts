/** Painter of the confusion matrix: a row a true class, a column a predicted one, counts in the cells. */
import { paintMark } from "./class-signs";
import { amount, css, type Theme } from "./colors";
import type { Inks } from "./inks";
import { count } from "./numbers";
import { shortened } from "./shortened";
import type { Drawing } from "./surface";

export interface Confusion {
  /** Classes × classes, row by row: the true class is the row. */
  readonly counts: ArrayLike<number>;
  readonly names: readonly string[];
}

export interface Cell {
  readonly truth: number;
  readonly predicted: number;
}

/** How much of its true class each cell has, 0 to 1; 0 where the class has no samples. */
export function shares({ counts, names }: Confusion): number[] {
  const side = names.length;
  return Array.from(counts, (value, place) => {
    const row = Math.floor(place / side) * side;
    let all = 0;
    for (let column = 0; column < side; column += 1) all += counts[row + column] ?? 0;
    return all === 0 ? 0 : value / all;
  });
}

export interface Plan {
  readonly left: number;
  readonly top: number;
  readonly cell: number;
  /** Names are too wide to stand above their columns: marks do, and beside the rows' names too. */
  readonly bySign: boolean;
}

/** Where the matrix stands in a picture of that size. */
export function plan(
  { context, width, height }: Drawing,
  names: readonly string[],
  inks: Inks,
): Plan {
  context.font = `${inks.small}px ${inks.font}`;
  const longest = Math.max(...names.map((name) => context.measureText(name).width));
  const top = inks.small * 3;
  const cellBeside = (left: number) =>
    Math.max(1, Math.min(width - left - 1, height - top - 1) / names.length);
  const plain = Math.min(longest + 8, width * 0.3) + inks.small * 0.6;
  const bySign = longest > cellBeside(plain) - 2;
  const left = plain + (bySign ? inks.small * 1.4 : 0);
  return { left, top, cell: cellBeside(left), bySign };
}

/** The cell under a point, or null beside the matrix. */
export function cellAt(
  { left, top, cell }: Pick<Plan, "left" | "top" | "cell">,
  classes: number,
  x: number,
  y: number,
): Cell | null {
  const [predicted, truth] = [Math.floor((x - left) / cell), Math.floor((y - top) / cell)];
  return predicted < 0 || truth < 0 || predicted >= classes || truth >= classes
    ? null
    : { truth, predicted };
}

/** A cell's strength: mistakes are few, and still to be seen. */
const strength = (share: number) => share ** 0.5;

export interface Words {
  readonly truth: string;
  readonly predicted: string;
}

export function paintConfusion(
  onto: Drawing,
  confusion: Confusion,
  words: Words,
  theme: Theme,
  inks: Inks,
  hovered: Cell | null,
): void {
  const { context } = onto;
  const { names, counts } = confusion;
  const { left, top, cell, bySign } = plan(onto, names, inks);
  const side = names.length;
  const parts = shares(confusion);
  const small = `${inks.small}px ${inks.font}`;
  const size = Math.max(inks.small * 0.8, Math.min(inks.small * 1.7, cell * 0.36));
  parts.forEach((share, place) => {
    const [truth, predicted] = [Math.floor(place / side), place % side];
    const [x, y] = [left + predicted * cell, top + truth * cell];
    const filled = amount(strength(share), theme);
    context.fillStyle = css(filled);
    context.fillRect(x, y, cell - 1, cell - 1);
    const value = counts[place] ?? 0;
    if (value === 0 || cell < inks.small * 1.1) return;
    // Light on dark and dark on light, whichever the cell has become.
    const isStrong = strength(share) > 0.5;
    context.fillStyle = isStrong ? inks.paper : inks.ink;
    context.font = `${truth === predicted ? "bold" : "normal"} ${size}px ${inks.font}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(count(value), x + cell / 2 - 0.5, y + cell / 2);
  });
  // The diagonal is where the network is right: a frame says so without color.
  context.lineWidth = 1.5;
  context.strokeStyle = inks.soft;
  for (let label = 0; label < side; label += 1) {
    context.strokeRect(left + label * cell, top + label * cell, cell - 1, cell - 1);
  }
  if (hovered !== null) {
    context.lineWidth = 2.5;
    context.strokeStyle = inks.ink;
    context.strokeRect(
      left + hovered.predicted * cell,
      top + hovered.truth * cell,
      cell - 1,
      cell - 1,
    );
  }
  context.font = small;
  context.textBaseline = "middle";
  const radius = Math.min(inks.small * 0.34, cell * 0.3);
  names.forEach((name, label) => {
    const [row, column] = [top + (label + 0.5) * cell, left + (label + 0.5) * cell];
    const right = left - 6 - (bySign ? inks.small * 1.2 : 0);
    context.fillStyle = inks.ink;
    context.textAlign = "right";
    // Of rows lower than their type every other name is told, or they would run into each other.
    const isTold = cell >= inks.small || label % Math.ceil(inks.small / cell) === 0;
    if (isTold) context.fillText(shortened(context, name, right - 2), right, row);
    context.textAlign = "center";
    if (!bySign) {
      context.fillText(name, column, top - inks.small * 0.8);
      return;
    }
    paintMark(context, label, { x: left - inks.small * 0.75, y: row, radius }, theme, inks.soft);
    paintMark(context, label, { x: column, y: top - inks.small * 0.8, radius }, theme, inks.soft);
  });
  context.fillStyle = inks.soft;
  context.textAlign = "left";
  context.textBaseline = "top";
  const head = `↓ ${words.truth}     → ${words.predicted}`;
  // In a narrow picture they are written smaller, and never cut.
  const fit = Math.min(1, onto.width / context.measureText(head).width);
  context.font = `${inks.small * fit}px ${inks.font}`;
  context.fillText(head, 0, inks.small * 0.25);
}
