/** The network's answer over a plane of its inputs, large, with the points on it. */
import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { OfStep } from "../../charts/OfStep";
import { tellPlane } from "../../charts/told";
import { t } from "../../i18n";
import { className, classNames } from "../../i18n/classes";
import { figure, percent } from "../../i18n/text";
import {
  boundIn,
  DOMAIN,
  fillBoundary,
  fillUnit,
  LINE_REACH,
  type Look,
  type Placed,
  paintGround,
  paintLine,
  paintMap,
  paintPoints,
  placed,
  type Reading,
  reachOf,
  reading,
} from "../../plots/boundary";
import { NAMED_FROM, paintRegions, type Region, regionsOf } from "../../plots/class-regions";
import { framedSize, paintFramed } from "../../plots/framed";
import { readInks } from "../../plots/inks";
import { type Drawing, Pixels, surface } from "../../plots/surface";
import { form, task } from "../../spec/datasets";
import { isHere, latest, paint } from "../../state/live/frames";
import { keepPicture, painted } from "../../state/live/pictures";
import { useThrottledFrame } from "../../state/live/use-throttled-frame";
import { access, spec } from "../../state/sync/session";
import { inUnit, labelUnit, PLAIN } from "../../state/view/data-units";
import { fullColor, hoveredUnit } from "../../state/view/figures";
import { zoom } from "../../state/view/room";
import { discrete, showTest, theme } from "../../state/view/view";
import { toldNow } from "../../ui/named-now";
import { bytes, type Frame } from "../../wire/frames";
import type { DataSpec } from "../../wire/types";
import { Awaited } from "./Awaited";
import { axes, PlaneAxisNames, PlaneAxisY, PlaneFoot } from "./PlaneAxes";
import { alongAxis, areInner, lineTicks, ticksOf } from "./plane-ticks";
import "./PlanePicture.css";

interface Hover {
  readonly left: number;
  readonly top: number;
}

const look = (): Look => ({
  theme: theme.peek(),
  discrete: discrete.peek(),
  scale: zoom.peek(),
});
const shape = () => {
  const data = spec.peek()?.data;
  return data === undefined ? "plane" : form(data);
};

/** Points lie where their inputs say, or where the server has put them on the plane. */
function points(): Placed | null {
  const isFlat = shape() === "plane" || shape() === "line";
  const frame = latest(isFlat ? "points" : "points_on_plane");
  return frame === undefined ? null : placed(frame);
}

/** The points' labels tell how high a curve is drawn. */
const lineBound = () => boundIn(latest("points"), "label_bound");

/** The map of what is pointed at in the diagram, else the network's answer. False: a curve. */
function fill(pixels: Pixels, frame: Frame | undefined, now: Look): boolean {
  const unit = hoveredUnit.peek();
  const maps = unit === null ? undefined : latest("neurons");
  if (unit !== null && maps && fillUnit(pixels, maps, unit.layer, unit.unit, now)) return true;
  return frame !== undefined && fillBoundary(pixels, frame, now);
}

/** An image's feature map has pixels, and no place for points. */
const showsFeatureMap = () => shape() === "image" && hoveredUnit.peek() !== null;

function paintUnder(onto: Drawing, pixels: Pixels): void {
  const [frame, now] = [latest("boundary"), look()];
  if (fill(pixels, frame, now)) {
    paintMap(onto, pixels, { ...now, discrete: now.discrete || showsFeatureMap() });
    return;
  }
  if (frame === undefined) return;
  // The curve lies on its points, so in 1-D both are drawn on one canvas.
  const ink = getComputedStyle(document.body).color;
  const known = points();
  paintGround(onto, ink, now.theme);
  if (known !== null) paintPoints(onto, known, { ...now, showTest: showTest.peek() });
  paintLine(onto, frame, ink, now, lineBound());
}

function paintOver(onto: Drawing): void {
  const known = showsFeatureMap() ? null : points();
  if (known === null || known.y === null) return;
  paintPoints(onto, known, { ...look(), showTest: showTest.peek() });
}

/** Names of the regions, over map and points; gives where they stand, for the next picture. */
function paintNames(onto: Drawing, before: readonly Region[]): readonly Region[] {
  const [frame, data] = [latest("boundary"), spec.peek()?.data];
  const classes = frame === undefined ? null : bytes(frame, "classes");
  if (classes === null || data === undefined || hoveredUnit.peek() !== null) return [];
  const names = classNames(data);
  if (task(data) !== "multiclass" || names.length < NAMED_FROM) return [];
  const regions = regionsOf(classes, before);
  paintRegions(onto, classes, regions, names, theme.peek(), readInks());
  return regions;
}

const tell = () => {
  const data = spec.peek()?.data;
  return data === undefined ? "" : tellPlane(latest("boundary"), data);
};

export function PlanePicture() {
  const map = useRef<HTMLCanvasElement>(null);
  const over = useRef<HTMLCanvasElement>(null);
  const above = useRef<HTMLCanvasElement>(null);
  const regions = useRef<readonly Region[]>([]);
  const pixels = useRef(new Pixels());
  const box = useSignal({ width: 0, height: 0 });
  const hover = useSignal<Hover | null>(null);
  const pointed = useSignal<Reading | null>(null);
  const reach = useSignal(DOMAIN);

  const read = () => {
    const [frame, at] = [latest("boundary"), hover.value];
    reach.value = reachOf(frame);
    fullColor.value = boundIn(frame, "high");
    pointed.value = frame === undefined || at === null ? null : reading(frame, at.left, at.top);
  };
  const drawMap = () => {
    const onto = map.current && surface(map.current, box.value.width, box.value.height);
    if (onto) paintUnder(onto, pixels.current);
    const named = above.current && surface(above.current, box.value.width, box.value.height);
    if (named) regions.current = paintNames(named, regions.current);
    read();
  };
  const drawPoints = () => {
    const onto = over.current && surface(over.current, box.value.width, box.value.height);
    if (!onto) return;
    if (shape() === "line") drawMap();
    else paintOver(onto);
  };

  useEffect(() => {
    const canvas = map.current;
    if (canvas === null) return;
    const observer = new ResizeObserver(() => {
      box.value = { width: canvas.clientWidth, height: canvas.clientHeight };
    });
    observer.observe(canvas);
    const stops = [
      paint("boundary", drawMap),
      paint("points", drawPoints),
      paint("points_on_plane", drawPoints),
      paint("neurons", () => {
        if (hoveredUnit.peek() !== null) drawMap();
      }),
      keepPicture(
        "boundary",
        painted(() => framed(box.peek().width)),
      ),
    ];
    return () => {
      observer.disconnect();
      for (const stop of stops) stop();
    };
  }, []);
  const changes = () => {
    void [access.value, theme.value, zoom.value, discrete.value, hoveredUnit.value];
    void [spec.value?.data, box.value];
  };
  useSignalEffect(() => {
    changes();
    drawMap();
  });
  useSignalEffect(() => {
    changes();
    void showTest.value;
    drawPoints();
  });

  const line = spec.value !== null && form(spec.value.data) === "line";
  // A unit of a network with one input shows as bands, which have no height to read.
  const bands = line && hoveredUnit.value !== null;
  const bare = hoveredUnit.value !== null && shape() === "image";
  useThrottledFrame("points");
  const across = bare ? [] : ticksOf("x", reach.value);
  const up = bands || bare ? [] : line ? lineTicks(lineBound()) : ticksOf("y", reach.value);
  const widest = Math.max(0, ...up.map(({ text }) => text.length));
  const upReach = line ? LINE_REACH * lineBound() : reach.value;
  const inner = areInner(reach.value);
  return (
    <>
      <PlaneAxisY hidden={bands || bare} />
      <div class="plot-room">
        <div class="plot" data-wide={!line && widest > 3} style={{ "--digits": widest }}>
          {line && (
            <span class="axis-name y" data-long="true">
              {bands ? "" : t("result.output")}
            </span>
          )}
          <div class="ticks y" data-inner={inner || line} aria-hidden="true">
            {up.toReversed().map(({ at, text }) => (
              <span key={at} style={{ top: `${((upReach - at) / (2 * upReach)) * 100}%` }}>
                {text}
              </span>
            ))}
          </div>
          <div
            class="picture"
            data-testid="boundary"
            role="img"
            {...toldNow(t("result.picture"), tell)}
            onPointerMove={({ offsetX, offsetY }) => {
              const { width, height } = box.value;
              if (width > 0) hover.value = { left: offsetX / width, top: offsetY / height };
              read();
            }}
            onPointerLeave={() => {
              hover.value = null;
              pointed.value = null;
            }}
          >
            <canvas ref={map} class="layer" />
            <canvas ref={over} class="layer" />
            <canvas ref={above} class="layer" />
            {isHere("boundary") ? <OfStep frames="boundary" /> : <Awaited />}
          </div>
          <div class="ticks x" data-inner={inner} aria-hidden="true">
            {across.map(({ at, text }) => (
              <span key={at} style={{ left: `${((at + reach.value) / (2 * reach.value)) * 100}%` }}>
                {text}
              </span>
            ))}
          </div>
          {hover.value !== null && !bare && (
            <ReadingLabel
              at={hover.value}
              pointed={pointed.value}
              line={line}
              reach={reach.value}
            />
          )}
          <PlaneAxisNames />
        </div>
      </div>
      <PlaneFoot hidden={bare} />
    </>
  );
}

/** The picture as a file shows it: with its axes. */
function framed(side: number) {
  const inks = readInks();
  const reach = reachOf(latest("boundary"));
  const line = shape() === "line";
  const { x, y } = axes();
  const plan = {
    x,
    y: line ? t("result.output") : y,
    ticksX: ticksOf("x", reach),
    ticksY: line ? lineTicks(lineBound()) : ticksOf("y", reach),
    reachX: reach,
    reachY: line ? LINE_REACH * lineBound() : reach,
  };
  return {
    ...framedSize(side, inks),
    paper: inks.paper,
    paint: (onto: Drawing) =>
      paintFramed(onto, plan, inks, (inside) => {
        paintUnder(inside, new Pixels());
        paintOver(inside);
        paintNames(inside, []);
      }),
  };
}

/** Of two classes the one on whose side it lies; a number to predict in the data's units. */
function valueText(data: DataSpec, value: number): string {
  if (task(data) !== "binary" || hoveredUnit.value !== null) {
    const unit = hoveredUnit.value === null ? labelUnit() : PLAIN;
    return t("result.value", { value: figure(inUnit(value, unit)) });
  }
  const label = className(data, value < 0 ? 0 : 1);
  return t("result.side", { label, value: figure(value) });
}

interface ReadingLabelProps {
  readonly at: Hover;
  readonly pointed: Reading | null;
  readonly line: boolean;
  readonly reach: number;
}

function ReadingLabel({ at, pointed, line, reach }: ReadingLabelProps) {
  const { x, y } = axes();
  const data = spec.value?.data;
  const what =
    pointed === null || data === undefined
      ? ""
      : pointed.kind === "value"
        ? valueText(data, pointed.value)
        : t("result.class", {
            label: className(data, pointed.label),
            share: percent(pointed.share),
          });
  return (
    <p class="reading">
      <span>
        {x} {alongAxis("x", (at.left * 2 - 1) * reach)}
      </span>
      {!line && (
        <span>
          {y} {alongAxis("y", (1 - at.top * 2) * reach)}
        </span>
      )}
      <strong>{what}</strong>
    </p>
  );
}
