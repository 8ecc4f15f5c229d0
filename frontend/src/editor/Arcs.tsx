/** Skip connections as arcs above the columns, and the handles that they are drawn from. */
import { signal } from "@preact/signals";
import { useRef, useState } from "preact/hooks";
import { t } from "../i18n";
import { columnName } from "../i18n/text";
import { arcLine, arcLines, HANDLE, targetAt } from "../plots/arcs";
import type { Column, Geometry } from "../plots/geometry";
import { targets } from "../spec/skips";
import { firstPicture } from "../state/live/frames";
import { mayChange } from "../state/sync/areas";
import { spec } from "../state/sync/session";
import { lazily } from "../ui/lazily";
import { type Anchor, Popover } from "../ui/Popover";
import { BlockSkip } from "./BlockFrames";
import { changeConnection, connect, disconnect } from "./changes";
import { skips } from "./scene";
import "./Arcs.css";

const Connect = lazily(async () => (await import("./LayerDetails")).Connect, firstPicture);

const nameOf = ({ id, index, kind }: Column) => columnName(id, index, kind);

/** A connection being drawn: from a column to the pointer, in the diagram's own pixels. */
const drawn = signal<{ readonly from: number; readonly x: number; readonly y: number } | null>(
  null,
);

export function Arcs({ plan }: { readonly plan: Geometry }) {
  const all = skips.value;
  const [open, setOpen] = useState<{ place: number; anchor: Anchor } | null>(null);
  const lines = arcLines(plan, all);
  const chosen = open === null ? undefined : all[open.place];
  return (
    <>
      <svg class="arcs" width={plan.width} height={plan.height}>
        <title>{t("skip.name")}</title>
        <defs>
          <marker
            id="arc-end"
            viewBox="0 0 8 8"
            refX="6.5"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path class="arc-end" d="M0.5 0.5L7 4L0.5 7.5Z" />
          </marker>
        </defs>
        {all.map((arc, place) => {
          const line = lines[place];
          const [from, to] = [plan.columns[arc.from], plan.columns[arc.to]];
          if (!line || from === undefined || to === undefined) return null;
          const label = t(`skip.${arc.mode}.of`, { source: nameOf(from), target: nameOf(to) });
          const show = (element: Element) =>
            setOpen({ place, anchor: element.getBoundingClientRect() });
          return (
            // biome-ignore lint/a11y/useSemanticElements: a line of a drawing that is pressed
            <g
              key={`${arc.source} ${arc.target}`}
              class="arc"
              role="button"
              tabIndex={0}
              aria-label={label}
              data-testid={`skip-${arc.source}-${arc.target}`}
              data-mode={arc.mode}
              onClick={({ currentTarget }) =>
                show(currentTarget.querySelector("circle") ?? currentTarget)
              }
              onKeyDown={(event) => {
                if (event.key === "Delete" && arc.place !== null) disconnect(arc.place);
                else if (event.key === "Enter" || event.key === " ") show(event.currentTarget);
                else return;
                event.preventDefault();
              }}
            >
              <title>{label}</title>
              <path class="reach" d={line.path} />
              <path class="line" d={line.path} marker-end="url(#arc-end)" />
              <Hit {...line} side={24 * plan.zoom} />
              <circle cx={line.x} cy={line.y} r={6.5 * plan.zoom} />
              <path class="sign" d={sign(arc.mode, line.x, line.y, plan.zoom)} />
            </g>
          );
        })}
        <Drawn plan={plan} />
      </svg>
      {mayChange.network.value && <Handles plan={plan} />}
      {open !== null && chosen !== undefined && (
        <Popover anchor={open.anchor} label={t("skip.name")} onClose={() => setOpen(null)}>
          <ArcPopover arc={chosen} plan={plan} onClose={() => setOpen(null)} />
        </Popover>
      )}
    </>
  );
}

/** What a finger hits, around the sign that the eye sees. */
const Hit = ({ x, y, side }: { readonly x: number; readonly y: number; readonly side: number }) => (
  <rect class="hit" x={x - side / 2} y={y - side / 2} width={side} height={side} />
);

/** + adds, two bars side by side concatenate. */
const sign = (mode: "add" | "concat", x: number, y: number, zoom: number) => {
  const [arm, apart] = [3 * zoom, 1.7 * zoom];
  return mode === "add"
    ? `M${x - arm} ${y}h${2 * arm}M${x} ${y - arm}v${2 * arm}`
    : `M${x - apart} ${y - arm}v${2 * arm}M${x + apart} ${y - arm}v${2 * arm}`;
};

function Drawn({ plan }: { readonly plan: Geometry }) {
  const now = drawn.value;
  const from = now === null ? undefined : plan.columns[now.from];
  if (now === null || from === undefined) return null;
  const to = targetAt(plan, now.from, now.x);
  const end = to === null ? undefined : plan.columns[to];
  const base = plan.top + HANDLE * plan.zoom;
  const path =
    end === undefined
      ? `M${from.x} ${base}L${now.x} ${now.y}`
      : arcLine(from.x, end.x, base, Math.min(base - 4, 24 * plan.zoom), plan.zoom).path;
  return (
    <>
      {end !== undefined && (
        <rect
          class="landing"
          x={end.x - plan.pitch / 2 + 3}
          y={plan.top + 2}
          width={plan.pitch - 6}
          height={plan.height - plan.top - 4}
          rx="6"
        />
      )}
      <path class="drawn" data-lands={end !== undefined} d={path} />
    </>
  );
}

function Handles({ plan }: { readonly plan: Geometry }) {
  const set = spec.value;
  if (set === null) return null;
  return (
    <>
      {plan.columns
        .slice(0, -2)
        .map((column) =>
          targets(set, column.id).length === 0 ? null : (
            <Handle key={column.id} column={column} plan={plan} />
          ),
        )}
    </>
  );
}

/** A finger that means to tap moves less. */
const DRAGGED = 10;

/** Dragged to a later column it connects the two; pressed or tapped it opens the list of them. */
function Handle({ column, plan }: { readonly column: Column; readonly plan: Geometry }) {
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  /** How far the pointer has gone since it was pressed: a tap or a click goes nowhere. */
  const far = useRef(0);
  const start = useRef({ x: 0, y: 0 });
  const at = (event: PointerEvent) => {
    const stage = (event.currentTarget as Element).closest(".stage")?.getBoundingClientRect();
    return { x: event.clientX - (stage?.left ?? 0), y: event.clientY - (stage?.top ?? 0) };
  };
  const name = nameOf(column);
  return (
    <>
      <button
        type="button"
        class="handle"
        data-column={column.id}
        data-testid={`handle-${column.id}`}
        data-drawing={drawn.value?.from === column.index}
        aria-label={t("skip.handle", { name })}
        aria-haspopup="dialog"
        title={t("skip.handle.tip")}
        style={{ left: `${column.x}px`, top: `${plan.top + HANDLE * plan.zoom}px` }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          far.current = 0;
          start.current = at(event);
          drawn.value = { from: column.index, ...at(event) };
        }}
        onPointerMove={(event) => {
          const { x, y } = at(event);
          far.current = Math.max(far.current, Math.hypot(x - start.current.x, y - start.current.y));
          if (drawn.value !== null) drawn.value = { from: column.index, x, y };
        }}
        onPointerUp={(event) => {
          const now = drawn.value;
          drawn.value = null;
          if (now === null || far.current < DRAGGED) return;
          const to = targetAt(plan, column.index, at(event).x);
          const target = to === null ? undefined : plan.columns[to];
          if (target !== undefined) connect(column.id, target.id);
        }}
        onPointerCancel={() => {
          drawn.value = null;
        }}
        // A tap's click comes after all else that it does: what opens earlier would lose the focus again.
        onClick={({ currentTarget, detail }) => {
          if (detail === 0 || far.current < DRAGGED) {
            setAnchor(currentTarget.getBoundingClientRect());
          }
        }}
      />
      {anchor !== null && (
        <Popover anchor={anchor} label={t("skip.connect")} onClose={() => setAnchor(null)}>
          <div class="skip-editor">
            <h3>{t("skip.from", { name })}</h3>
            <p class="quiet-line">{t("skip.tip")}</p>
            <Connect source={column.id} onClose={() => setAnchor(null)} />
          </div>
        </Popover>
      )}
    </>
  );
}

interface ArcPopoverProps {
  readonly arc: (typeof skips.value)[number];
  readonly plan: Geometry;
  readonly onClose: () => void;
}

const MODES = ["add", "concat"] as const;

function ArcPopover({ arc, plan, onClose }: ArcPopoverProps) {
  const [from, to] = [plan.columns[arc.from], plan.columns[arc.to]];
  const { place, block } = arc;
  if (from === undefined || to === undefined) return null;
  return (
    <div class="skip-editor" data-testid="skip-editor">
      <h3>
        {nameOf(from)} → {nameOf(to)}
      </h3>
      <p class="quiet-line">{t(`skip.${arc.mode}.tip`)}</p>
      {place === null ? (
        <>
          <p class="quiet-line">{t("skip.of.block")}</p>
          {block !== null && <BlockSkip id={block} />}
        </>
      ) : (
        <div class="actions">
          {MODES.map((mode) => (
            <button
              key={mode}
              type="button"
              data-testid={`skip-mode-${mode}`}
              aria-pressed={arc.mode === mode}
              disabled={!mayChange.network.value}
              title={t(`skip.${mode}.tip`)}
              onClick={() => changeConnection(place, mode)}
            >
              {t(`skip.${mode}`)}
            </button>
          ))}
          <button
            type="button"
            data-testid="skip-remove"
            disabled={!mayChange.network.value}
            onClick={() => {
              onClose();
              disconnect(place);
            }}
          >
            {t("skip.remove")}
          </button>
        </div>
      )}
    </div>
  );
}
