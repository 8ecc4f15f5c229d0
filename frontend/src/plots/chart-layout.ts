/** How a chart of the run is laid out. Pure; what draws it comes later. */
import type { Axis, Layout } from "./figure";
import type { Inks } from "./inks";

const axis = (inks: Inks): Axis => ({
  gridcolor: inks.line,
  linecolor: inks.line,
  zeroline: false,
  ticks: "outside",
  ticklen: 3,
  tickcolor: inks.line,
  automargin: true,
  separatethousands: true,
});

export interface Change {
  readonly step: number;
  /** What it says beside its line; "" where another that says it is near. */
  readonly word: string;
  /** The end of the word that is at the line. */
  readonly anchor: "left" | "right";
}

export interface Plan {
  /** What the axis across counts; what the other measures is written above the chart. */
  readonly x: string;
  readonly log: boolean;
  readonly mark: number | null;
  /** Where something else began to be measured. */
  readonly changes?: readonly Change[];
  /** Changes when zoom and pan should be forgotten. */
  readonly view: string;
}

/** Without `tickformat` a log axis has raised powers, which Plotly sizes by a style attribute. */
const LOG = { type: "log", nticks: 5, tickformat: "~g" } as const;
const STRAIGHT = { type: "linear", rangemode: "tozero", nticks: 5, tickformat: "~g" } as const;

const upright = (step: number, line: object) => ({
  type: "line",
  x0: step,
  x1: step,
  yref: "paper",
  y0: 0,
  y1: 1,
  line,
});

/** A layout in the theme's inks: step across, lines at changes and at the step looked back at. */
export function layoutOf(plan: Plan, inks: Inks): Layout {
  const changes = plan.changes ?? [];
  const line = { color: inks.ink, width: 1, dash: "dot" };
  return {
    // The first tick names the axis: "step 0".
    xaxis: {
      ...axis(inks),
      rangemode: "tozero",
      exponentformat: "none",
      tickprefix: `${plan.x} `,
      showtickprefix: "first",
    },
    yaxis: { ...axis(inks), ...(plan.log ? LOG : STRAIGHT) },
    margin: { l: 8, r: 12, t: 8, b: 8 },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: inks.font, size: inks.small, color: inks.soft },
    hovermode: "x unified",
    hoverlabel: { bgcolor: inks.paper, bordercolor: inks.line, font: { color: inks.ink } },
    dragmode: "zoom",
    separators: ".,",
    showlegend: false,
    uirevision: plan.view,
    shapes: [
      ...changes.map(({ step }) => upright(step, { color: inks.soft, width: 1 })),
      ...(plan.mark === null ? [] : [upright(plan.mark, line)]),
    ],
    annotations: changes
      .filter(({ word }) => word !== "")
      .map(({ step, word, anchor }) => ({
        x: step,
        y: 1,
        yref: "paper",
        xanchor: anchor,
        yanchor: "top",
        text: word,
        showarrow: false,
        font: { size: inks.small, color: inks.soft },
      })),
  };
}
