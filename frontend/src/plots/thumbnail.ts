/** A data set at a glance: its points without axes. */
import type { DataPreview } from "../wire/api";
import { across, down, LINE_REACH } from "./boundary";
import { classColour, css, neutral, signed, type Theme } from "./colours";
import type { Surface } from "./surface";

export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly label: number;
}

/** Where each point lies in a picture of that size; a single input has its label as height. */
export function dots({ inputs, labels }: DataPreview, width: number, height: number): Dot[] {
  return inputs.map(([first = 0, second], place) => {
    const label = labels[place] ?? 0;
    const y = second === undefined ? down(label, height, LINE_REACH) : down(second, height);
    return { x: across(first, width), y, label };
  });
}

export function paintThumbnail(surface: Surface, preview: DataPreview, theme: Theme): void {
  const { context, width, height } = surface;
  context.fillStyle = css(neutral(theme));
  context.fillRect(0, 0, width, height);
  const radius = Math.max(1.1, width / 34);
  for (const { x, y, label } of dots(preview, width, height)) {
    const isNumber = preview.task === "regression";
    context.fillStyle = css(isNumber ? signed(label * 1.2, theme) : classColour(label, theme));
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
  }
}
