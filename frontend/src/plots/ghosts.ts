/** Curves of what was left behind, as pale lines behind the run's own. Pure. */
import type { Column } from "../wire/types";
import type { Ghost } from "./branches";
import { decimate } from "./decimate";
import type { Trace } from "./figure";
import type { Inks } from "./inks";
import { type ChartTab, type Curves, columnOf } from "./traces";

/** Each is drawn with so many points at most. */
const MAX_POINTS = 160;
const PALE = 0.4;

export interface GhostCurves extends Ghost {
  readonly curves: Curves;
}

/** The part of a column after a step. */
function after(steps: Column, values: Column, step: number): readonly [Column, Column] {
  const first = steps.findIndex((each) => each !== null && each >= step);
  return first < 0 ? [[], []] : [steps.slice(first), values.slice(first)];
}

export function ghostTraces(
  ghosts: readonly GhostCurves[],
  tab: ChartTab,
  isShare: boolean,
  nameOf: (id: string) => string,
  { soft }: Pick<Inks, "soft">,
): Trace[] {
  const column = columnOf(tab, isShare, "train");
  return ghosts.flatMap(({ id, curves, ...ghost }): Trace[] => {
    const [steps, values] = after(curves.step ?? [], curves[column] ?? [], ghost.after);
    const { x, y } = decimate(steps, values, MAX_POINTS);
    if (x.length < 2) return [];
    return [
      {
        type: "scatter",
        mode: "lines",
        name: nameOf(id),
        x,
        y,
        line: { color: soft, width: 1.5, dash: "solid" },
        opacity: PALE,
        hovertemplate: isShare && tab === "score" ? "%{y:.1%}" : "%{y:.3g}",
      },
    ];
  });
}
