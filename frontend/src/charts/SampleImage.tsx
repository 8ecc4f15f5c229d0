/** A test image, and the network's prediction for it. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { className } from "../i18n/classes";
import { figure } from "../i18n/text";
import { fillImage } from "../plots/image";
import { Pixels } from "../plots/surface";
import { task } from "../spec/datasets";
import { spec } from "../state/sync/session";
import { theme } from "../state/view/view";
import { bytes, type Frame, floats } from "../wire/frames";
import "./SampleImage.css";

export interface Prediction {
  /** A class, or a number to predict. */
  readonly predicted: number;
  readonly truth: number;
  readonly share: number | null;
  /** Null where numbers are predicted, which are not right or wrong. */
  readonly right: boolean | null;
}

/** The prediction for a test image; undefined data or no frame give null. */
export function predictionOf(frame: Frame | undefined, place: number): Prediction | null {
  const predicted = frame?.arrays.predicted?.data[place];
  const labels = frame === undefined ? null : floats(frame, "labels")?.data;
  const truth = labels?.[place] ?? frame?.arrays.labels?.data[place];
  if (frame === undefined || predicted === undefined || truth === undefined) return null;
  const share = floats(frame, "probability")?.data[place] ?? null;
  const isClass = share !== null;
  return {
    predicted: Number(predicted),
    truth: Number(truth),
    share,
    right: isClass ? Number(predicted) === Number(truth) : null,
  };
}

/** A class by name, a number by its figures. */
export function labelText(value: number): string {
  const data = spec.value?.data;
  if (data === undefined || !Number.isFinite(value)) return "–";
  return task(data) === "regression" ? figure(value) : className(data, value);
}

/** One image at its own pixels; the style sheet makes it large. */
export function ImageCanvas({ frame, place }: { readonly frame: Frame; readonly place: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const shade = theme.value;
  const images = bytes(frame, "images");
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!canvas.current || !context || images === null) return;
    const pixels = new Pixels();
    fillImage(pixels, images, place, shade);
    canvas.current.width = pixels.canvas.width;
    canvas.current.height = pixels.canvas.height;
    context.drawImage(pixels.canvas, 0, 0);
  }, [images?.data, place, shade]);
  return <canvas ref={canvas} class="image" />;
}
