/** Texts where there is little room. */
import type { Brush } from "./surface";

/** The text, with an ellipsis for what there is no room for. */
export function shortened(context: Pick<Brush, "measureText">, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let kept = text;
  while (kept !== "" && context.measureText(`${kept}…`).width > room) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}
