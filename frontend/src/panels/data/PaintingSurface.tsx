/** The plane that is painted on: the points over what the network makes of them now. */
import { useMemo, useRef, useState } from "preact/hooks";
import { Plot } from "../../charts/Plot";
import { t } from "../../i18n";
import { across, DOMAIN, down, fillBoundary, paintGround, paintMap } from "../../plots/boundary";
import { classColor, paintMark } from "../../plots/class-signs";
import { css, type Theme } from "../../plots/colors";
import type { Inks } from "../../plots/inks";
import { type Drawing, Pixels } from "../../plots/surface";
import type { Painted } from "../../spec/datasets";
import { form } from "../../spec/datasets";
import { latest } from "../../state/live/frames";
import { spec } from "../../state/sync/session";
import { theme } from "../../state/view/view";
import { newStroke, paintPoints, points } from "./painted";
import { along, type Brush, dab, MAX_CLASSES, type Place, type Tool, wipe } from "./painting";
import "./PaintingSurface.css";

interface PaintingSurfaceProps {
  readonly tool: Tool;
  readonly brush: Brush;
  readonly onLabel: (label: number) => void;
  readonly onTool: (tool: Tool) => void;
}

interface Stroke {
  readonly gesture: string;
  /** Where the brush was, and not yet painted. */
  readonly places: Place[];
  last: Place;
}

const CENTRE: Place = { x: 0, y: 0 };
const KEY_STEP = 0.25;
const ARROWS: Readonly<Record<string, Place>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: 1 },
  ArrowDown: { x: 0, y: -1 },
};

const within = (value: number) => Math.max(-DOMAIN, Math.min(DOMAIN, value));

export function PaintingSurface({ tool, brush, onLabel, onTool }: PaintingSurfaceProps) {
  const pixels = useMemo(() => new Pixels(), []);
  const [pointer, setPointer] = useState<Place | null>(null);
  const [cursor, setCursor] = useState<Place>(CENTRE);
  const [byKeys, setByKeys] = useState(false);
  const stroke = useRef<Stroke | null>(null);

  const put = (gesture: string, places: readonly Place[]) => {
    const apply = (now: readonly Painted[], at: Place) =>
      tool === "eraser" ? wipe(now, at, brush.radius) : dab(now, at, brush);
    const before = points.peek();
    const after = places.reduce(apply, before);
    if (after !== before) paintPoints(gesture, after);
  };
  // Once a drawn frame: a pointer may tell ten places meanwhile, and each edit costs.
  const later = (places: readonly Place[]) => {
    const { current } = stroke;
    if (current === null) return;
    if (current.places.length === 0) {
      requestAnimationFrame(() => put(current.gesture, current.places.splice(0)));
    }
    current.places.push(...places);
  };
  const placeOf = (event: PointerEvent & { readonly currentTarget: HTMLElement }): Place => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    return {
      x: ((event.clientX - left) / width) * 2 * DOMAIN - DOMAIN,
      y: DOMAIN - ((event.clientY - top) / height) * 2 * DOMAIN,
    };
  };
  const keys = (event: KeyboardEvent) => {
    const way = ARROWS[event.key];
    const label = Number.parseInt(event.key, 10);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (way !== undefined) {
      const step = event.shiftKey ? 4 * KEY_STEP : KEY_STEP;
      setCursor({ x: within(cursor.x + way.x * step), y: within(cursor.y + way.y * step) });
    } else if (event.key === " " || event.key === "Enter") put(newStroke(), [cursor]);
    else if (label >= 1 && label <= MAX_CLASSES) onLabel(label - 1);
    else if (event.key.toLowerCase() === "e") onTool(tool === "eraser" ? "brush" : "eraser");
    else return;
    setByKeys(true);
    event.preventDefault();
    event.stopPropagation();
  };
  const at = byKeys ? cursor : pointer;
  const draw = (onto: Drawing, inks: Inks) => {
    ground(onto, inks, pixels, theme.peek());
    for (const point of points.peek()) paintPoint(onto, point, theme.peek());
    if (at !== null) paintBrush(onto, inks, at, tool, brush, theme.peek());
  };
  void points.value;
  return (
    <div
      class="paint-surface"
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move its brush
      tabIndex={0}
      data-autofocus
      data-testid="paint-surface"
      aria-label={t("paint.surface")}
      aria-describedby="paint-keys"
      onKeyDown={keys}
      onFocus={({ currentTarget }) => setByKeys(currentTarget.matches(":focus-visible"))}
      onBlur={() => setByKeys(false)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        const place = placeOf(event);
        stroke.current = { gesture: newStroke(), places: [], last: place };
        setByKeys(false);
        setCursor({ x: within(place.x), y: within(place.y) });
        later([place]);
      }}
      onPointerMove={(event) => {
        const place = placeOf(event);
        setByKeys(false);
        setPointer(place);
        const { current } = stroke;
        if (current === null) return;
        const places = tool === "eraser" ? [place] : along(current.last, place, brush.radius);
        const last = places.at(-1);
        if (last === undefined) return;
        current.last = last;
        later(places);
      }}
      onPointerUp={() => {
        stroke.current = null;
      }}
      onPointerCancel={() => {
        stroke.current = null;
      }}
      onPointerLeave={() => setPointer(null)}
    >
      <Plot label={null} class="paint-canvas" frames="boundary" draw={draw} />
      <p class="visually-hidden" id="paint-keys">
        {t("paint.keys")}
      </p>
      <p class="visually-hidden" role="status">
        {byKeys && t("paint.cursor", { x: cursor.x.toFixed(2), y: cursor.y.toFixed(2) })}
      </p>
    </div>
  );
}

/** What the network says over the plane, where its data lie on it; else paper and axes. */
function ground(onto: Drawing, inks: Inks, pixels: Pixels, shade: Theme): void {
  const look = { theme: shade, discrete: false, scale: 1 };
  const data = spec.peek()?.data;
  const frame = latest("boundary");
  const known = data !== undefined && form(data) === "plane" && frame !== undefined;
  if (known && fillBoundary(pixels, frame, look)) paintMap(onto, pixels, look);
  else paintGround(onto, inks.ink, shade);
  const { context, width, height } = onto;
  context.strokeStyle = inks.ink;
  context.globalAlpha = 0.18;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(width / 2, 0);
  context.lineTo(width / 2, height);
  context.moveTo(0, height / 2);
  context.lineTo(width, height / 2);
  context.stroke();
  context.globalAlpha = 1;
}

function paintPoint({ context, width, height }: Drawing, point: Painted, shade: Theme): void {
  const [x, y, label] = point;
  const at = { x: across(x, width), y: down(y, height), radius: 3.2 };
  paintMark(context, label, at, shade, shade === "light" ? "#1d2126" : "#0c0e10");
}

function paintBrush(
  { context, width, height }: Drawing,
  inks: Inks,
  at: Place,
  tool: Tool,
  { radius, label }: Brush,
  shade: Theme,
): void {
  const [x, y] = [across(at.x, width), down(at.y, height)];
  const reach = Math.max(4, (radius / (2 * DOMAIN)) * width);
  context.lineWidth = 3;
  context.strokeStyle = inks.paper;
  context.beginPath();
  context.arc(x, y, reach, 0, 2 * Math.PI);
  context.stroke();
  context.lineWidth = 1.5;
  context.strokeStyle = tool === "eraser" ? inks.ink : css(classColor(label, shade));
  context.setLineDash(tool === "eraser" ? [4, 3] : []);
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  context.moveTo(x - 4, y);
  context.lineTo(x + 4, y);
  context.moveTo(x, y - 4);
  context.lineTo(x, y + 4);
  context.strokeStyle = inks.ink;
  context.lineWidth = 1;
  context.stroke();
}
