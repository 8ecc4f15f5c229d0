/** What the diagram draws from: the newest frames, the geometry, and what the pointer is on. */
import { computed, type Signal, signal } from "@preact/signals";
import { type Edges, type Lifted, paintBiases, paintEdges, strongest } from "../plots/edges";
import { arrange, type ColumnSize, type Geometry } from "../plots/geometry";
import { paintAtlas } from "../plots/heatmap";
import { Pixels, surface } from "../plots/surface";
import { latest, paint } from "../state/frames";
import { spec } from "../state/session";
import { shapes } from "../state/spec";
import { projector, selection, theme } from "../state/view";
import type { Spec } from "../wire/types";

export const size = signal({ width: 0, height: 0 });
export const hovered = signal<Lifted>(null);
/** The pointer in the diagram's own pixels, for the tooltip. */
export const pointer = signal({ x: 0, y: 0 });
/** All edges between the neurons shown, and how many of them are drawn. */
export const edgeCount = signal({ drawn: 0, total: 0 });
/** Rises with each redraw while something is pointed at: the tooltip's numbers live. */
export const redrawn = signal(0);

export function columnSizes(set: Spec): ColumnSize[] {
  return [
    { id: "input", units: set.data.features.length },
    ...shapes(set).map(({ id, units }) => ({ id, units })),
  ];
}

export const geometry: Signal<Geometry | null> = computed(() => {
  const { width, height } = size.value;
  if (spec.value === null || width < 1 || height < 1) return null;
  return arrange(columnSizes(spec.value), width, height);
});

/** What is lifted: what the pointer is on, else a selected edge. */
export const lifted = computed<Lifted>(() => {
  if (hovered.value !== null) return hovered.value;
  const chosen = selection.value;
  const column = geometry.value?.columns.findIndex(({ id }) => id === chosen?.layer) ?? -1;
  if (chosen?.kind !== "edge" || column < 0) return null;
  return { kind: "edge", column, unit: chosen.unit, input: chosen.input };
});

let edges: Edges = { drawn: [], total: 0 };
export const edgesNow = (): Edges => edges;

const pixels = new Pixels();
const MEASURES_KEPT = 1000;
let measures = 0;

function measured(draw: () => void): void {
  const start = performance.now();
  draw();
  const frame = latest("neurons");
  const detail = { step: frame?.step ?? -1, revision: frame?.revision ?? -1 };
  performance.measure("diagram", { start, end: performance.now(), detail });
  measures += 1;
  // The browser keeps every measure for ever; a class runs for hours.
  if (measures % MEASURES_KEPT === 0) performance.clearMeasures("diagram");
}

function drawEdges(canvas: HTMLCanvasElement, plan: Geometry): void {
  const onto = surface(canvas, plan.width, plan.height);
  const frame = latest("weights");
  if (onto === null || frame === undefined) return;
  edges = strongest(plan, frame);
  const scale = projector.value === "on" ? 1.5 : 1;
  paintEdges(onto, plan, edges, {
    theme: theme.value,
    lifted: lifted.value,
    dim: hovered.value !== null,
    scale,
  });
}

function drawNeurons(canvas: HTMLCanvasElement, plan: Geometry): void {
  const onto = surface(canvas, plan.width, plan.height);
  const [maps, weights] = [latest("neurons"), latest("weights")];
  if (onto === null) return;
  if (maps !== undefined) paintAtlas(onto, pixels, plan, maps, theme.value);
  if (weights !== undefined) paintBiases(onto, plan, weights, theme.value);
}

/**
 * Draws both canvases whenever a frame, the geometry, the theme or the pointer changes, at most
 * once an animation frame. Returns the way out.
 */
export function drawScene(
  edgeCanvas: HTMLCanvasElement,
  neuronCanvas: HTMLCanvasElement,
): { readonly redraw: () => void; readonly stop: () => void } {
  let waiting = false;
  const redraw = () => {
    const plan = geometry.peek();
    waiting = false;
    if (plan === null) return;
    measured(() => {
      drawEdges(edgeCanvas, plan);
      drawNeurons(neuronCanvas, plan);
    });
    const { drawn, total } = edges;
    const before = edgeCount.peek();
    if (before.total !== total || before.drawn !== drawn.length) {
      edgeCount.value = { drawn: drawn.length, total };
    }
    if (hovered.peek() !== null) redrawn.value += 1;
  };
  // Frames of one bundle come within one animation frame: the microtask draws after the last.
  const soon = () => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(redraw);
  };
  const stops = [paint("neurons", soon), paint("weights", soon)];
  return {
    redraw,
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}
