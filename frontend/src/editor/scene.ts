/** The diagram drawn from the newest frames, its geometry, and the neuron or edge under the pointer. */
import { computed, type Signal, signal } from "@preact/signals";
import { answers } from "../i18n/classes";
import { inputName } from "../i18n/text";
import { arcRoom } from "../plots/arcs";
import {
  type Edges,
  type Lifted,
  paintBiases,
  paintEdges,
  paintPassing,
  strongest,
} from "../plots/edges";
import {
  arrange,
  type ColumnSize,
  type Geometry,
  LARGE_PITCH,
  MIN_PITCH,
  MIN_SIDE,
  TOUCH_SIDE,
  WHOLE_PITCH,
} from "../plots/geometry";
import { paintAtlas } from "../plots/heatmap";
import { type Answer, answerRoom, roomWanted } from "../plots/input-names";
import { Pixels, surface } from "../plots/surface";
import { form, hasFeatures, inputNames } from "../spec/datasets";
import { placed } from "../spec/expand";
import { isSparse, type Shape } from "../spec/layer-kinds";
import { inputShape } from "../spec/shapes";
import { arcs } from "../spec/skips";
import { latest, paint } from "../state/live/frames";
import { shapes, spec } from "../state/sync/session";
import { isLarge, isReadFromAfar, isStacked, isTouched, zoom } from "../state/view/room";
import { selection, theme } from "../state/view/view";
import type { LayerShape, Spec } from "../wire/types";

export const size = signal({ width: 0, height: 0 });
export const hovered = signal<Lifted>(null);
/** The pointer in the diagram's own pixels, for the tooltip. */
export const pointer = signal({ x: 0, y: 0 });
/** All edges between the neurons shown, and how many of them are drawn. */
export const edgeCount = signal({ drawn: 0, total: 0 });
/** Rises with each redraw while something is pointed at: the tooltip's numbers live. */
export const redrawn = signal(0);

/** The layers as they stand in the spec, blocks written out. */
export const layers = computed(() => (spec.value === null ? [] : placed(spec.value.network)));

/** What a layer is in the spec, by the id of its column. */
export const placedOf = (id: string) => layers.value.find((each) => each.id === id);

const PASSES: ReadonlySet<string> = new Set(["flatten", "global_pool"]);

/** Whether what is before it joins it all at once: no weight leads from one unit to another. */
function gathers({ kind, inputs }: LayerShape, before: Shape): boolean {
  if (kind === "flatten") return before.length > 1;
  if (kind === "dense") return before.length > 1;
  return kind === "conv1d" && before.length === 1 && inputs.length === 1;
}

/** The input and then every layer, as the drawing wants to know them. */
export function columnSizes(set: Spec, shapes: readonly LayerShape[]): ColumnSize[] {
  const given = inputShape(set);
  const isImage = given.length > 1;
  const known = new Map(placed(set.network).map((each) => [each.id, each.layer]));
  let before: Shape = given;
  const columns = shapes.map((shape) => {
    const layer = known.get(shape.id);
    const size: ColumnSize = {
      id: shape.id,
      units: shape.outputs[0] ?? 0,
      named: shape.id === "output",
      kind: shape.kind,
      pictures: isImage && shape.outputs.length > 1,
      groups: layer !== undefined && "groups" in layer ? layer.groups : 1,
      sparse: layer !== undefined && isSparse(layer),
      gathers: gathers(shape, before) && !(PASSES.has(shape.kind) && before.length === 1),
    };
    before = shape.outputs;
    return size;
  });
  const named = !isImage && !hasFeatures(set.data);
  return [
    { id: "input", units: given[0] ?? 0, pictures: isImage, kind: "input", named },
    ...columns,
  ];
}

/** Every skip connection with the columns that it leads from and to. */
export const skips = computed(() => {
  if (spec.value === null) return [];
  const order = new Map(["input", ...shapes.value.map(({ id }) => id)].map((id, at) => [id, at]));
  return arcs(spec.value.network).flatMap((arc) => {
    const [from, to] = [order.get(arc.source), order.get(arc.target)];
    return from === undefined || to === undefined || from >= to ? [] : [{ ...arc, from, to }];
  });
});

const hasBlocks = computed(() => layers.value.some(({ block }) => block !== null));
const BLOCK_BAR = 32;

/** What the input's units are called; nothing beside a picture. */
export const inputNamesShown = computed<readonly string[]>(() => {
  const data = spec.value?.data;
  if (data === undefined || form(data) === "image") return [];
  return Array.from({ length: inputNames(data).length }, (_, unit) => inputName(data, unit));
});

/** What the outputs are called, and the class that each is for. */
export const answersShown = computed<readonly Answer[]>(() => {
  const [data, last] = [spec.value?.data, shapes.value.at(-1)];
  return data === undefined ? [] : answers(data, last?.outputs[0] ?? 0);
});

/** In pixels of usual type, as the style sheet has it: it follows the room. */
export const nameSize = () => (isReadFromAfar.value ? 13 : 10.4);

export const geometry: Signal<Geometry | null> = computed(() => {
  const { width, height } = size.value;
  if (spec.value === null || width < 1 || height < 1) return null;
  const sizes = columnSizes(spec.value, shapes.value);
  const foot = hasBlocks.value ? BLOCK_BAR : 0;
  const isNamed = sizes[0]?.named ?? false;
  const wanted = isNamed ? roomWanted(inputNamesShown.value, nameSize()) : 0;
  return arrange(sizes, width, height, {
    arcs: arcRoom(skips.value),
    foot,
    names: wanted,
    answers: answerRoom(answersShown.value, nameSize()),
    side: isTouched.value ? TOUCH_SIDE : MIN_SIDE,
    pitch: isStacked.value ? WHOLE_PITCH : isLarge.value ? LARGE_PITCH : MIN_PITCH,
    zoom: zoom.value,
  });
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
  if (onto === null) return;
  paintPassing(onto, plan, theme.value);
  edges = { drawn: [], total: 0 };
  if (frame === undefined) return;
  edges = strongest(plan, frame);
  paintEdges(onto, plan, edges, {
    theme: theme.value,
    lifted: lifted.value,
    dim: hovered.value !== null,
    scale: zoom.value,
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
