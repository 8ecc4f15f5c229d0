/** Keeps the diagram ready to be saved. */

import { columnName } from "../i18n/text";
import { namesHeight, paintDiagram } from "../plots/diagram-file";
import { paintBiases } from "../plots/edges";
import { paintAtlas } from "../plots/heatmap";
import { readInks } from "../plots/inks";
import { Pixels } from "../plots/surface";
import { latest } from "../state/live/frames";
import { keepPicture, type Painted, painted } from "../state/live/pictures";
import { shapes, spec } from "../state/sync/session";
import { theme } from "../state/view/view";
import { answersShown, edgesNow, geometry, inputNamesShown, skips } from "./scene";

const SCALE = 2;

/** The units as the page shows them, in twice as many pixels. */
function unitsOf(plan: NonNullable<typeof geometry.value>): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = plan.width * SCALE;
  canvas.height = plan.height * SCALE;
  const context = canvas.getContext("2d");
  const [maps, weights] = [latest("neurons"), latest("weights")];
  if (context === null) return canvas;
  context.scale(SCALE, SCALE);
  const onto = { context, width: plan.width, height: plan.height };
  if (maps !== undefined) paintAtlas(onto, new Pixels(), plan, maps, theme.peek());
  if (weights !== undefined) paintBiases(onto, plan, weights, theme.peek());
  return canvas;
}

function now(): Painted | null {
  const [plan, set] = [geometry.peek(), spec.peek()];
  if (plan === null || set === null) return null;
  const inks = readInks();
  const kinds = new Map(shapes.peek().map(({ id, kind }) => [id, kind]));
  const file = {
    plan,
    edges: edgesNow(),
    units: unitsOf(plan),
    names: plan.columns.map(({ id, index }) => columnName(id, index, kinds.get(id))),
    inputs: inputNamesShown.peek(),
    answers: answersShown.peek(),
    skips: skips.peek(),
  };
  return {
    width: plan.width,
    height: plan.height + namesHeight(inks),
    paper: inks.paper,
    paint: (onto) => paintDiagram(onto, file, theme.peek(), inks),
  };
}

/** Call once; returns the way out. */
export const keepDiagram = (): (() => void) => keepPicture("diagram", painted(now));
