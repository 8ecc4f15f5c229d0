/** A canvas that redraws when its size, its theme, its frame or what it is given changes. */
import { useSignalEffect } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { type Inks, readInks } from "../plots/inks";
import { type Drawing, surface } from "../plots/surface";
import { paint } from "../state/live/frames";
import { keepPicture, painted } from "../state/live/pictures";
import { zoom } from "../state/view/room";
import { theme } from "../state/view/view";
import { toldNow } from "../ui/named-now";
import type { PictureName } from "./SaveButton";
import "./Plot.css";

interface PlotProps {
  /** What the picture shows; null where the words beside it say so already. */
  readonly label: string | null;
  /** The same in numbers, when it is asked for. */
  readonly tell?: () => string;
  readonly draw: (onto: Drawing, inks: Inks) => void;
  /** The key of the frames that it shows. */
  readonly frames?: string;
  readonly class?: string;
  readonly testid?: string;
  /** The name under which the picture can be saved. */
  readonly saved?: PictureName;
}

export function Plot({ label, tell, draw, frames, testid, saved, ...rest }: PlotProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawing = useRef(draw);
  const asked = useRef(0);
  drawing.current = draw;

  const redraw = () => {
    const { current } = canvas;
    if (current === null) return;
    const onto = surface(current, current.clientWidth, current.clientHeight);
    if (onto !== null) drawing.current(onto, readInks());
  };
  const schedule = () => {
    cancelAnimationFrame(asked.current);
    asked.current = requestAnimationFrame(redraw);
  };

  useLayoutEffect(schedule);
  useSignalEffect(() => {
    void theme.value;
    void zoom.value;
    schedule();
  });
  useEffect(() => {
    const observer = new ResizeObserver(schedule);
    if (canvas.current !== null) observer.observe(canvas.current);
    return () => {
      observer.disconnect();
      cancelAnimationFrame(asked.current);
    };
  }, []);
  useEffect(
    () =>
      saved === undefined
        ? undefined
        : keepPicture(
            saved,
            painted(() => sized(canvas.current, (onto) => drawing.current(onto, readInks()))),
          ),
    [saved],
  );
  useEffect(() => (frames === undefined ? undefined : paint(frames, redraw)), [frames]);

  return (
    <canvas
      ref={canvas}
      class={rest.class ?? "plot-canvas"}
      data-testid={testid}
      {...(label === null ? { "aria-hidden": true } : { role: "img", "aria-label": label })}
      {...(label === null || tell === undefined ? {} : toldNow(label, tell))}
    />
  );
}

/** A picture as large as its canvas on the page. */
function sized(canvas: HTMLCanvasElement | null, paint: (onto: Drawing) => void) {
  if (canvas === null) return null;
  const { clientWidth: width, clientHeight: height } = canvas;
  return { width, height, paper: readInks().paper, paint };
}
