/** Points painted by hand over the plane, beside the bench that learns them meanwhile. */
import { useState } from "preact/hooks";
import { ClassSign } from "../../charts/ClassSign";
import { t } from "../../i18n";
import { count } from "../../plots/numbers";
import { form, type Painted, task } from "../../spec/datasets";
import { spec } from "../../state/sync/session";
import { Slider } from "../../ui/fields";
import { Icon } from "../../ui/icons";
import { Sheet } from "../../ui/Sheet";
import { linear } from "../../ui/scale";
import { previewData } from "../../wire/api";
import { PaintingSurface } from "./PaintingSurface";
import {
  areInUse,
  canUndoStroke,
  isPainting,
  newStroke,
  paintPoints,
  points,
  undoStroke,
} from "./painted";
import { type Brush, canTrain, MAX_CLASSES, MAX_POINTS, painted, type Tool } from "./painting";
import "./PaintingSheet.css";

const RADIUS = linear(0, 3, 0.1);
const DENSITY = linear(1, 20, 1);
const LABELS = Array.from({ length: MAX_CLASSES }, (_, label) => label);

const close = () => {
  isPainting.value = false;
};

export function PaintingSheet() {
  const [tool, setTool] = useState<Tool>("brush");
  const [brush, setBrush] = useState<Brush>({ label: 0, radius: 0.6, density: 3 });
  const choose = (label: number) => {
    setTool("brush");
    setBrush({ ...brush, label });
  };
  return (
    <Sheet title={t("paint.title")} testid="painting" onClose={close}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of what is in it bubble up */}
      <div
        class="painting"
        onKeyDown={(event) => {
          if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
          if (event.shiftKey) return;
          event.preventDefault();
          event.stopPropagation();
          undoStroke();
        }}
      >
        <PaintingSurface tool={tool} brush={brush} onLabel={choose} onTool={setTool} />
        <div class="paint-tools">
          {/* biome-ignore lint/a11y/useSemanticElements: chips in a row, as everywhere */}
          <div class="paint-classes" role="group" aria-label={t("paint.class")}>
            {LABELS.map((label) => (
              <button
                key={label}
                type="button"
                class="paint-class"
                data-testid={`paint-class-${label + 1}`}
                aria-label={t("paint.class.name", { number: label + 1 })}
                aria-pressed={tool === "brush" && brush.label === label}
                onClick={() => choose(label)}
              >
                <ClassSign label={label} />
                {label + 1}
              </button>
            ))}
            <button
              type="button"
              class="paint-class eraser"
              data-testid="paint-eraser"
              aria-pressed={tool === "eraser"}
              onClick={() => setTool("eraser")}
            >
              <svg class="i" viewBox="0 0 24 24" aria-hidden="true">
                <path d="M14 4l6 6-9.5 9.5H7L3.5 16zM9 9l6 6M7 19.5h13" />
              </svg>
              {t("paint.eraser")}
            </button>
          </div>
          <Slider
            testid="paint-size"
            name={t("paint.size")}
            tip={t("paint.size.tip")}
            value={brush.radius}
            min={0}
            max={6}
            scale={RADIUS}
            onValue={(radius) => setBrush({ ...brush, radius })}
          />
          <Slider
            testid="paint-density"
            name={t("paint.density")}
            tip={t("paint.density.tip")}
            value={brush.density}
            min={1}
            max={100}
            whole
            scale={DENSITY}
            onValue={(density) => setBrush({ ...brush, density })}
          />
          <PaintActions />
          <Standing />
        </div>
      </div>
    </Sheet>
  );
}

function PaintActions() {
  const [busy, setBusy] = useState(false);
  const offered = isOffered();
  const begin = async () => {
    const set = spec.peek();
    if (set === null) return;
    setBusy(true);
    try {
      paintPoints(newStroke(), painted(await previewData(set.data)));
    } catch {
      // The server is away: the bench says so.
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="paint-actions">
      <button
        type="button"
        data-testid="paint-undo"
        disabled={!canUndoStroke.value}
        onClick={undoStroke}
      >
        <Icon name="undo" />
        {t("paint.undo")}
      </button>
      <button
        type="button"
        data-testid="paint-clear"
        disabled={points.value.length === 0}
        onClick={() => paintPoints(newStroke(), [])}
      >
        {t("paint.clear")}
      </button>
      {offered && (
        <button type="button" data-testid="paint-begin" disabled={busy} onClick={begin}>
          {t("paint.begin")}
        </button>
      )}
    </div>
  );
}

/** Whether the data set there now lies on the plane, in classes, and nothing is painted yet. */
function isOffered(): boolean {
  const data = spec.value?.data;
  if (data === undefined || points.value.length > 0) return false;
  return data.dataset !== "painted" && form(data) === "plane" && task(data) !== "regression";
}

/** What is missing until the network can train on it; then, how many points of each class. */
function Standing() {
  const shown = points.value;
  const many = countsOf(shown);
  const text = t(standing(shown));
  return (
    <div class="paint-standing" data-testid="paint-standing" data-ready={canTrain(shown)}>
      <p role="status">{text}</p>
      <p class="paint-counts">
        {many.map(([label, number]) => (
          <span key={label}>
            <ClassSign label={label} />
            {count(number)}
          </span>
        ))}
        <span class="paint-most" data-testid="paint-count">
          {t("paint.count", { count: count(shown.length), most: count(MAX_POINTS) })}
        </span>
      </p>
    </div>
  );
}

function standing(shown: readonly Painted[]) {
  if (shown.length === 0) return "paint.empty";
  if (!canTrain(shown)) return "paint.oneClass";
  if (shown.length >= MAX_POINTS) return "paint.full";
  return areInUse.value ? "paint.training" : "paint.ready";
}

function countsOf(shown: readonly Painted[]): [label: number, many: number][] {
  const counts = new Map<number, number>();
  for (const [, , label] of shown) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].sort(([one], [other]) => one - other);
}
