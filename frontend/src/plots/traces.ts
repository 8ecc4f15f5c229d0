/** The traces of the charts, from the curves' columns. Pure. */

import type { Column, Looked, Status } from "../wire/types";
import { css, mix, type Rgb, type Theme } from "./colors";
import { decimate } from "./decimate";
import type { Trace } from "./figure";
import type { Inks } from "./inks";
import type { Change } from "./plotly";

/** The run's curves: columns of one length, by name. */
export type Curves = Readonly<Record<string, Column>>;

/** A chart this wide shows no more. */
export const MAX_POINTS = 500;

interface Line {
  readonly column: string;
  readonly name: string;
  readonly color: string;
  readonly width: number;
  readonly dash?: "dash";
  readonly format?: string;
}

export function trace(curves: Curves, line: Line): Trace {
  const { x, y } = decimate(curves.step ?? [], curves[line.column] ?? [], MAX_POINTS);
  return {
    type: "scatter",
    mode: "lines",
    name: line.name,
    x,
    y,
    line: { color: line.color, width: line.width, dash: line.dash ?? "solid" },
    hovertemplate: `%{y:${line.format ?? ".3g"}}`,
  };
}

export type ChartTab = "loss" | "score" | "rate";

export interface Names {
  readonly train: string;
  readonly test: string;
  readonly rate: string;
}

/** The column of a chart's curve of one part of the data. */
export function columnOf(tab: ChartTab, isShare: boolean, part: "train" | "test"): string {
  if (tab === "rate") return "learning_rate";
  return `${part}_${tab === "loss" ? "loss" : isShare ? "accuracy" : "rmse"}`;
}

/** Train solid, test dashed, in every chart. */
export function resultTraces(
  curves: Curves,
  tab: ChartTab,
  isShare: boolean,
  names: Names,
  inks: Inks,
): Trace[] {
  if (tab === "rate") {
    const line = { column: columnOf(tab, isShare, "train"), name: names.rate };
    return [trace(curves, { ...line, color: inks.ink, width: 2 })];
  }
  const format = isShare ? ".1%" : ".3g";
  return [
    trace(curves, {
      column: columnOf(tab, isShare, "train"),
      name: names.train,
      color: inks.ink,
      width: 2,
      format,
    }),
    trace(curves, {
      column: columnOf(tab, isShare, "test"),
      name: names.test,
      color: inks.soft,
      width: 2,
      dash: "dash",
      format,
    }),
  ];
}

const FIRST: Record<Theme, Rgb> = { light: [84, 39, 136], dark: [196, 160, 255] };
const LAST: Record<Theme, Rgb> = { light: [52, 160, 96], dark: [84, 214, 150] };

/** From the first layer's violet to the last one's green: neither end means a sign or a class. */
export function layerColor(place: number, many: number, theme: Theme): Rgb {
  return mix(FIRST[theme], LAST[theme], many < 2 ? 0 : place / (many - 1));
}

export interface NamedLayer {
  readonly id: string;
  readonly name: string;
}

export function gradientTraces(
  curves: Curves,
  layers: readonly NamedLayer[],
  theme: Theme,
): Trace[] {
  return layers.map(({ id, name }, place) =>
    trace(curves, {
      column: `gradient:${id}`,
      name,
      color: css(layerColor(place, layers.length, theme)),
      width: 1.75,
    }),
  );
}

/** The step looked back at, or where the run stands if that is not where the curves end; else null. */
export function markAt(
  curves: Curves,
  status: Pick<Status, "state" | "step"> | null,
  looked: Pick<Looked, "step"> | null = null,
) {
  if (looked !== null) return looked.step;
  if (status === null || status.state === "playing") return null;
  return status.step < (curves.step?.at(-1) ?? 0) ? status.step : null;
}

/** Shares of the chart's width: nearer lines are drawn as one, and nearer words would overlap. */
const [NEAREST_LINES, NEAREST_WORDS] = [0.01, 0.25];

/** The steps after which the points are of other samples, those close together as one. */
export function changesOf(curves: Curves, word: string): Change[] {
  const [steps, data] = [curves.step ?? [], curves.data ?? []];
  const width = steps.at(-1) ?? 0;
  const found: Change[] = [];
  let named = Number.NEGATIVE_INFINITY;
  for (let at = 1; at < steps.length; at += 1) {
    const [before, now, step] = [data[at - 1] ?? null, data[at] ?? null, steps[at - 1] ?? 0];
    if (before === null || now === null || before === now) continue;
    if (step - (found.at(-1)?.step ?? named) < width * NEAREST_LINES) continue;
    // Near the end a word has room on the other side only, where the one before may be.
    const side = step > width * (1 - NEAREST_WORDS) ? "right" : "left";
    const room = (side === "right" ? 2 : 1) * width * NEAREST_WORDS;
    const isNamed = step - named >= room;
    if (isNamed) named = step;
    found.push({ step, word: isNamed ? word : "", anchor: side });
  }
  return found;
}

/** A log axis has no place for 0, to which a line would fall: it breaks off there instead. */
export function onLogAxis(traces: readonly Trace[]): Trace[] {
  return traces.map((each) => ({ ...each, y: each.y.map((y) => (y > 0 ? y : Number.NaN)) }));
}
