/** A test image, and what the network tells of it. */
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

export interface Answer {
  /** A class, or a number to predict. */
  readonly told: number;
  readonly truth: number;
  readonly share: number | null;
  /** Null where numbers are predicted: near is not right or wrong. */
  readonly right: boolean | null;
}

/** What the network tells of a test image, if a frame of these predictions is here. */
export function answerOf(frame: Frame | undefined, place: number): Answer | null {
  const told = frame?.arrays.predicted?.data[place];
  const labels = frame === undefined ? null : floats(frame, "labels")?.data;
  const truth = labels?.[place] ?? frame?.arrays.labels?.data[place];
  if (frame === undefined || told === undefined || truth === undefined) return null;
  const share = floats(frame, "probability")?.data[place] ?? null;
  const isClass = share !== null;
  return {
    told: Number(told),
    truth: Number(truth),
    share,
    right: isClass ? Number(told) === Number(truth) : null,
  };
}

/** A class by name, a number by its figures. */
export function told(value: number): string {
  const data = spec.value?.data;
  if (data === undefined || !Number.isFinite(value)) return "–";
  return task(data) === "regression" ? figure(value) : className(data, value);
}

/** One image at its own pixels; the style sheet makes it large. */
export function ImageCanvas({ frame, place }: { readonly frame: Frame; readonly place: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const colors = theme.value;
  const images = bytes(frame, "images");
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!canvas.current || !context || images === null) return;
    const pixels = new Pixels();
    fillImage(pixels, images, place, colors);
    canvas.current.width = pixels.canvas.width;
    canvas.current.height = pixels.canvas.height;
    context.drawImage(pixels.canvas, 0, 0);
  }, [images?.data, place, colors]);
  return <canvas ref={canvas} class="image" />;
}
