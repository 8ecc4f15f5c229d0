/** What the network has learned: its answer over the input plane, large. */
import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import {
  DOMAIN,
  fillBoundary,
  fillUnit,
  type Look,
  paintGround,
  paintLine,
  paintMap,
  paintPoints,
  type Reading,
  reading,
} from "../plots/boundary";
import { Pixels, type Surface, surface } from "../plots/surface";
import { latest, paint } from "../state/frames";
import { access, spec } from "../state/session";
import { isOneDimensional } from "../state/spec";
import { projector, showTest, theme } from "../state/view";
import type { Frame } from "../wire/frames";
import { Figures } from "./Figures";
import { Legend } from "./Legend";
import { discrete, hoveredUnit } from "./live";
import { geometry } from "./scene";
import { unitName } from "./Tooltip";
import { figure, percent } from "./text";

const TICKS = [-6, -3, 0, 3, 6];

export function Result() {
  return (
    <section class="result" aria-label={t("result.name")}>
      <div class="head">
        <h2>{title()}</h2>
        <label class="check" title={t("result.test.tip")}>
          <input
            type="checkbox"
            data-testid="show-test"
            checked={showTest.value}
            onChange={({ currentTarget }) => {
              showTest.value = currentTarget.checked;
            }}
          />
          {t("result.test")}
        </label>
        <label class="check" title={t("result.discrete.tip")}>
          <input
            type="checkbox"
            data-testid="discretize"
            checked={discrete.value}
            onChange={({ currentTarget }) => {
              discrete.value = currentTarget.checked;
            }}
          />
          {t("result.discrete")}
        </label>
      </div>
      <Picture />
      <Legend />
      <Figures />
    </section>
  );
}

function title(): string {
  const on = hoveredUnit.value;
  const column = geometry.value?.columns.find(({ id }) => id === on?.layer);
  return on === null || column === undefined ? t("result.name") : unitName(column, on.unit);
}

interface Hover {
  readonly left: number;
  readonly top: number;
}

function Picture() {
  const map = useRef<HTMLCanvasElement>(null);
  const points = useRef<HTMLCanvasElement>(null);
  const pixels = useRef(new Pixels());
  const box = useSignal({ width: 0, height: 0 });
  const hover = useSignal<Hover | null>(null);
  const told = useSignal<Reading | null>(null);

  const look = (): Look => ({
    theme: theme.value,
    discrete: discrete.value,
    scale: projector.value === "on" ? 1.5 : 1,
  });
  const read = () => {
    const [frame, at] = [latest("boundary"), hover.value];
    told.value = frame === undefined || at === null ? null : reading(frame, at.left, at.top);
  };
  const drawMap = () => {
    const onto = map.current && surface(map.current, box.value.width, box.value.height);
    if (!onto) return;
    const now = look();
    const unit = hoveredUnit.value;
    const maps = unit === null ? undefined : latest("neurons");
    if (unit !== null && maps && fillUnit(pixels.current, maps, unit.layer, unit.unit, now)) {
      paintMap(onto, pixels.current, now);
      return;
    }
    const frame = latest("boundary");
    if (frame === undefined) return;
    if (fillBoundary(pixels.current, frame, now)) paintMap(onto, pixels.current, now);
    else drawLine(onto, frame, now);
    read();
  };
  // The curve lies on its points, so in 1-D both are drawn on one canvas.
  const drawLine = (onto: Surface, frame: Frame, now: Look) => {
    const ink = getComputedStyle(document.body).color;
    const known = latest("points");
    paintGround(onto, ink, now.theme);
    if (known !== undefined) paintPoints(onto, known, { ...now, showTest: showTest.value });
    paintLine(onto, frame, ink, now);
  };
  const drawPoints = () => {
    const onto = points.current && surface(points.current, box.value.width, box.value.height);
    const frame = latest("points");
    if (!onto || frame === undefined) return;
    if (frame.arrays.inputs?.shape[1] === 1) drawMap();
    else paintPoints(onto, frame, { ...look(), showTest: showTest.value });
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
      paint("neurons", () => {
        if (hoveredUnit.peek() !== null) drawMap();
      }),
    ];
    return () => {
      observer.disconnect();
      for (const stop of stops) stop();
    };
  }, []);
  useSignalEffect(() => {
    void access.value;
    drawMap();
  });
  useSignalEffect(() => {
    void access.value;
    drawPoints();
  });

  const line = spec.value !== null && isOneDimensional(spec.value.data);
  // A unit of a network with one input shows as bands, which have no height to read.
  const bands = line && hoveredUnit.value !== null;
  return (
    <div class="plot">
      <span class="axis-name y" data-long={line}>
        {bands ? "" : line ? t("result.output") : "x₂"}
      </span>
      <div class="ticks y" aria-hidden="true">
        {(bands ? [] : line ? [1, 0, -1] : TICKS.toReversed()).map((tick) => (
          <span key={tick} style={{ top: `${tickPlace(tick, line)}%` }}>
            {String(tick).replace("-", "−")}
          </span>
        ))}
      </div>
      <div
        class="picture"
        data-testid="boundary"
        role="img"
        aria-label={t("result.picture")}
        onPointerMove={({ offsetX, offsetY }) => {
          const { width, height } = box.value;
          if (width > 0) hover.value = { left: offsetX / width, top: offsetY / height };
          read();
        }}
        onPointerLeave={() => {
          hover.value = null;
          told.value = null;
        }}
      >
        <canvas ref={map} class="layer" />
        <canvas ref={points} class="layer" />
      </div>
      <div class="ticks x" aria-hidden="true">
        {TICKS.map((tick) => (
          <span key={tick} style={{ left: `${((tick + DOMAIN) / (2 * DOMAIN)) * 100}%` }}>
            {String(tick).replace("-", "−")}
          </span>
        ))}
      </div>
      <span class="axis-name x">x₁</span>
      {hover.value !== null && <Told at={hover.value} told={told.value} line={line} />}
    </div>
  );
}

const LINE_SHARE = 100 / (2 * 1.6);
const tickPlace = (tick: number, line: boolean) =>
  line ? (1.6 - tick) * LINE_SHARE : ((DOMAIN - tick) / (2 * DOMAIN)) * 100;

interface ToldProps {
  readonly at: Hover;
  readonly told: Reading | null;
  readonly line: boolean;
}

function Told({ at, told, line }: ToldProps) {
  const x1 = figure((at.left * 2 - 1) * DOMAIN);
  const x2 = figure((1 - at.top * 2) * DOMAIN);
  const what =
    told === null
      ? ""
      : told.kind === "value"
        ? t("result.value", { value: told.value.toFixed(2).replace("-", "−") })
        : t("result.class", { label: told.label + 1, share: percent(told.share) });
  return (
    <p class="reading">
      <span>x₁ {x1}</span>
      {!line && <span>x₂ {x2}</span>}
      <strong>{what}</strong>
    </p>
  );
}
