/** The traces of the charts, from the curves' columns. Pure. */

import type { Column, Looked, Status } from "../wire/types";
import type { Change } from "./chart-layout";
import { css, mix, type Rgb, type Theme } from "./colors";
import { band, decimate } from "./decimate";
import type { Trace } from "./figure";
import type { Inks } from "./inks";

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
  /** How many marks stand on the line, where it was measured; none by default. */
  readonly marks?: number;
}

/** Evaluated figures bear marks, so that nobody takes them for what each step's batch had. */
const MARKS = 12;
const MARK_SIZE = 5;
const [BAND, FAINT] = [0.22, 0.14];

export function trace(curves: Curves, line: Line): Trace {
  const { x, y } = decimate(curves.step ?? [], curves[line.column] ?? [], MAX_POINTS);
  return {
    type: "scatter",
    mode: line.marks === undefined ? "lines" : "lines+markers",
    name: line.name,
    x,
    y,
    line: { color: line.color, width: line.width, dash: line.dash ?? "solid" },
    ...(line.marks === undefined
      ? {}
      : { marker: { size: marksOf(x, line.marks), opacity: 1, color: line.color } }),
    hovertemplate: `%{y:${line.format ?? ".3g"}}`,
  };
}

/** Sizes of the points' marks: of so many, spread along the line, and of the last. */
function marksOf(x: readonly number[], most: number): number[] {
  const last = x.length - 1;
  const apart = ((x[last] ?? 0) - (x[0] ?? 0)) / most;
  let next = Number.NEGATIVE_INFINITY;
  return x.map((step, place) => {
    if (step < next && place < last) return 0;
    next = step + apart;
    return MARK_SIZE;
  });
}

interface BandLine extends Line {
  readonly opacity: number;
  /** Whether the area between least and greatest values is drawn beside the mean. */
  readonly area: boolean;
}

/** The line of a mean over every step, and the area in which single steps lie; none of old curves. */
function bandTraces(curves: Curves, line: BandLine): Trace[] {
  const { column } = line;
  const [low, high] = [curves[`${column}:min`], curves[`${column}:max`]];
  const [steps, means] = [curves.step ?? [], curves[column] ?? []];
  const found = band(steps, means, low ?? [], high ?? [], MAX_POINTS);
  const mean: Trace = {
    type: "scatter",
    mode: "lines",
    name: line.name,
    x: found.x,
    y: found.mid,
    line: { color: line.color, width: line.width, dash: "solid" },
    ...(low === undefined
      ? { hovertemplate: "%{y:.3g}" }
      : {
          customdata: found.x.map((_, at) => [found.low[at] ?? 0, found.high[at] ?? 0] as const),
          hovertemplate: "%{y:.3g} (%{customdata[0]:.3g}\u2013%{customdata[1]:.3g})",
        }),
  };
  if (low === undefined || !line.area) return [mean];
  const outline = outlineOf(found.x, found.low, found.high);
  const area: Trace = {
    ...{ type: "scatter", mode: "lines", name: line.name, hoverinfo: "skip" },
    ...outline,
    line: { color: line.color, width: 0 },
    fill: "toself",
    fillcolor: line.color,
    opacity: line.opacity,
  };
  return [area, mean];
}

/** There along the greatest values and back along the least, one outline for each run without a gap. */
function outlineOf(x: readonly number[], low: readonly number[], high: readonly number[]) {
  const outline = { x: [] as number[], y: [] as number[] };
  for (let from = 0; from < x.length; ) {
    let to = from;
    while (to < x.length && !Number.isNaN(low[to])) to += 1;
    if (outline.x.length > 0) {
      outline.x.push(x[from] ?? 0);
      outline.y.push(Number.NaN);
    }
    outline.x.push(...x.slice(from, to), ...x.slice(from, to).reverse());
    outline.y.push(...high.slice(from, to), ...low.slice(from, to).reverse());
    from = to + 1;
  }
  return outline;
}

export type ChartTab = "loss" | "score" | "rate";

export interface Names {
  readonly train: string;
  readonly test: string;
  readonly rate: string;
  readonly batches: string;
}

/** The column of a chart's curve of one part of the data. */
export function columnOf(tab: ChartTab, isShare: boolean, part: "train" | "test"): string {
  if (tab === "rate") return "learning_rate";
  return `${part}_${tab === "loss" ? "loss" : isShare ? "accuracy" : "rmse"}`;
}

/** Train solid, test dashed, in every chart; `batches` shows the mini-batches' losses beneath them. */
export function resultTraces(
  curves: Curves,
  tab: ChartTab,
  isShare: boolean,
  names: Names,
  inks: Inks,
  batches = false,
): Trace[] {
  if (tab === "rate") {
    const line = { column: columnOf(tab, isShare, "train"), name: names.rate };
    return [trace(curves, { ...line, color: inks.ink, width: 2 })];
  }
  const format = isShare ? ".1%" : ".3g";
  const beneath =
    tab === "loss" && batches
      ? bandTraces(curves, {
          column: "batch_loss",
          name: names.batches,
          color: inks.soft,
          width: 1,
          opacity: BAND,
          area: true,
        })
      : [];
  return [
    ...beneath,
    trace(curves, {
      column: columnOf(tab, isShare, "train"),
      name: names.train,
      color: inks.ink,
      width: 2,
      format,
      marks: MARKS,
    }),
    trace(curves, {
      column: columnOf(tab, isShare, "test"),
      name: names.test,
      color: inks.soft,
      width: 2,
      dash: "dash",
      format,
      marks: MARKS,
    }),
  ];
}

const FIRST: Record<Theme, Rgb> = { light: [84, 39, 136], dark: [196, 160, 255] };
const LAST: Record<Theme, Rgb> = { light: [52, 160, 96], dark: [84, 214, 150] };

/** From the first layer's violet to the last one's green: neither end means a sign or a class. */
export function layerColor(place: number, many: number, theme: Theme): Rgb {
  return mix(FIRST[theme], LAST[theme], many < 2 ? 0 : place / (many - 1));
}

/** Areas of more layers would hide each other: then only the one is drawn that is chosen. */
export const MAX_BANDS = 6;

export interface NamedLayer {
  readonly id: string;
  readonly name: string;
}

export function gradientTraces(
  curves: Curves,
  layers: readonly NamedLayer[],
  theme: Theme,
  chosen: string | null = null,
): Trace[] {
  const few = layers.length <= MAX_BANDS;
  return layers.flatMap(({ id, name }, place) =>
    bandTraces(curves, {
      column: `gradient:${id}`,
      name,
      color: css(layerColor(place, layers.length, theme)),
      width: chosen === id ? 2.5 : 1.75,
      opacity: chosen === id ? BAND : FAINT,
      area: chosen === null ? few : chosen === id,
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

/** The steps after which the points are of other samples; those of one gesture, or close together, as one. */
export function changesOf(curves: Curves, word: string): Change[] {
  const [steps, data] = [curves.step ?? [], curves.data ?? []];
  const gestures = curves.data_changes ?? [];
  const width = steps.at(-1) ?? 0;
  const found: Change[] = [];
  let named = Number.NEGATIVE_INFINITY;
  for (let at = 1; at < steps.length; at += 1) {
    const [before, now, step] = [data[at - 1] ?? null, data[at] ?? null, steps[at - 1] ?? 0];
    if (before === null || now === null || before === now) continue;
    const [one, other] = [gestures[at - 1] ?? null, gestures[at] ?? null];
    if (one !== null && one === other) continue;
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

/**
 * A log axis has no place for 0, to which a line would fall: it breaks off there instead. An area
 * that reaches down to it goes down to the least that is drawn.
 */
export function onLogAxis(traces: readonly Trace[]): Trace[] {
  let least = Number.POSITIVE_INFINITY;
  for (const { y } of traces) for (const value of y) if (value > 0 && value < least) least = value;
  return traces.map((each) => {
    const instead = (y: number) =>
      each.fill === undefined || Number.isNaN(y) || least === Number.POSITIVE_INFINITY
        ? Number.NaN
        : least;
    return { ...each, y: each.y.map((y) => (y > 0 ? y : instead(y))) };
  });
}
