/** Shapes of the layers: from the server, or, until it has answered, as far as the page can infer. */
import { compare } from "fast-json-patch";
import type { LayerShape, Spec } from "../wire/types";
import { classCount, form, imageShape, inputNames, task } from "./datasets";
import { type Placed, placed } from "./expand";
import type { Shape } from "./layer-kinds";
import { arcs } from "./skips";

export interface ConfirmedShapes {
  readonly spec: Spec;
  readonly shapes: readonly LayerShape[];
}

export interface Shapes {
  /** Blocks written out, the output last. */
  readonly layers: readonly LayerShape[];
  /** Whether the server has not confirmed them yet. */
  readonly stale: boolean;
}

/** What the network sees of one sample: a vector, or [1, height, width] of a picture. */
export function inputShape({ data }: Spec): Shape {
  if (form(data) !== "image") return [inputNames(data).length];
  return [1, ...imageShape(data)];
}

/** Numbers that the output layer gives. */
export function outputCount({ data, training }: Spec): number {
  const many = training.loss.kind === "cross_entropy" || task(data) === "multiclass";
  return many ? classCount(data) : 1;
}

const product = (shape: Shape) => shape.reduce((all, size) => all * size, 1);

/** As the server rounds: a half to the even number. */
function rounded(value: number): number {
  const up = Math.round(value);
  return up - value === 0.5 && up % 2 === 1 ? up - 1 : up;
}

/** How many of so many weights exist: a density leaves out the others. */
const connections = (density: number, places: number) =>
  density === 1 ? places : Math.max(1, rounded(density * places));

function dense(each: Placed, inputs: Shape, units: number): LayerShape {
  const width = product(inputs);
  const { activation, density = 1 } = each.layer as { activation: string; density?: number };
  const slope = activation === "prelu" ? 1 : 0;
  return {
    id: each.id,
    kind: each.kind,
    pointer: each.pointer,
    inputs: [width],
    outputs: [units],
    parameters: connections(density, units * width) + units + slope,
    activation,
    skips: [],
  };
}

/** The shape of a layer that the server has not confirmed yet: guessed by its kind, without parameters. */
function guessed(each: Placed, inputs: Shape, known: LayerShape | undefined): LayerShape {
  const { layer } = each;
  const rest = inputs.slice(1);
  const outputs =
    each.kind === "flatten"
      ? [product(inputs)]
      : each.kind === "global_pool"
        ? inputs.slice(0, 1)
        : "units" in layer
          ? [layer.units, ...(each.kind === "dense" ? [] : rest)]
          : [...inputs];
  return {
    id: each.id,
    kind: each.kind,
    pointer: each.pointer,
    inputs: [...inputs],
    outputs: known?.kind === each.kind && known.outputs[0] === outputs[0] ? known.outputs : outputs,
    parameters: known?.parameters ?? 0,
    activation: "activation" in layer ? layer.activation : "identity",
    skips: [],
  };
}

const isDense = ({ network }: Spec) =>
  network.layers.every(({ kind }) => kind === "dense") && network.skips.length === 0;

const isSame = (confirmed: Spec, now: Spec) =>
  [
    [confirmed.network, now.network],
    [confirmed.data, now.data],
    [confirmed.training.loss, now.training.loss],
  ].every(([one, other]) => one === other || compare(one ?? {}, other ?? {}).length === 0);

/** Exact for what the server has answered and for nets of dense layers alone; else a guess. */
export function shapesOf(now: Spec, confirmed: ConfirmedShapes | null): Shapes {
  if (confirmed !== null && confirmed.shapes.length > 0 && isSame(confirmed.spec, now))
    return { layers: confirmed.shapes, stale: false };
  const exact = isDense(now);
  const known = new Map(confirmed?.shapes.map((shape) => [shape.id, shape]));
  const into = arcs(now.network);
  let inputs = inputShape(now);
  const layers = placed(now.network).map((each) => {
    const units =
      each.id === "output" ? outputCount(now) : "units" in each.layer ? each.layer.units : 0;
    const shape =
      exact || each.id === "output"
        ? dense(each, inputs, units)
        : guessed(each, inputs, known.get(each.id));
    inputs = shape.outputs;
    const skips = into.filter(({ target }) => target === each.id).map(({ source }) => source);
    return { ...shape, skips };
  });
  return { layers, stale: !exact };
}

export const parameterCount = (shapes: readonly LayerShape[]) =>
  shapes.reduce((sum, { parameters }) => sum + parameters, 0);

/** 8 × 16 × 16, as people write it. */
export const written = (shape: Shape) => shape.join(" × ");
