/** A tooltip with the numbers of the neuron or edge under the pointer. */
import { t } from "../i18n";
import { figure } from "../i18n/text";
import type { Lifted } from "../plots/edges";
import type { Column, Geometry } from "../plots/geometry";
import { boundOf, meanOf } from "../plots/heatmap";
import { latest } from "../state/live/frames";
import { elementOf } from "../state/sync/weights";
import { unitName } from "../state/view/layer-names";
import { bytes, floats } from "../wire/frames";
import { kernelOf, strengthOf } from "./kernels";
import { geometry, hovered, pointer, redrawn } from "./scene";
import "./Tooltip.css";

const GAP = 14;

type Row = readonly [label: string, value: string];

interface TooltipContent {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** Shifts the tooltip so that it stays within the visible part of the diagram. */
function keepInside(element: HTMLElement | null): void {
  const view = element?.closest(".diagram-scroll")?.getBoundingClientRect();
  if (element === null || view === undefined) return;
  element.style.marginLeft = "0";
  const { left, right } = element.getBoundingClientRect();
  const shift = Math.max(view.left - left, Math.min(0, view.right - right));
  element.style.marginLeft = `${shift}px`;
}

export function Tooltip() {
  const [plan, on] = [geometry.value, hovered.value];
  // Subscribes: the numbers follow the run.
  void redrawn.value;
  if (plan === null || on === null) return null;
  const content = describe(plan, on);
  if (content === null) return null;
  const { x, y } = pointer.value;
  const left = x > plan.width / 2;
  const away = GAP + (on.kind === "neuron" ? (plan.columns[on.column]?.side ?? 0) / 2 : 0);
  return (
    <div
      ref={(element) => keepInside(element)}
      class="tooltip"
      data-side={left ? "left" : "right"}
      style={{ left: `${left ? x - away : x + away}px`, top: `${Math.max(4, y - 24)}px` }}
    >
      <strong>{content.title}</strong>
      <dl>
        {content.rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function describe(plan: Geometry, on: NonNullable<Lifted>): TooltipContent | null {
  const column = plan.columns[on.column];
  if (column === undefined) return null;
  return on.kind === "neuron"
    ? { title: unitName(column.id, on.unit), rows: neuronRows(column, on.unit) }
    : edgeContent(plan, column, on.unit, on.input);
}

function neuronRows(column: Column, unit: number): Row[] {
  const rows: Row[] = [];
  const [maps, weights] = [latest("neurons"), latest("weights")];
  const bias = weights === undefined ? null : floats(weights, `${column.id}.bias`);
  if (bias !== null) rows.push([t("net.bias"), figure(bias.data[unit])]);
  const map = maps === undefined ? null : bytes(maps, column.id);
  if (maps !== undefined && map !== null && unit < (map.shape[0] ?? 0)) {
    const bound = boundOf(maps, column.id, unit);
    rows.push([t(column.pictures ? "net.mean.map" : "net.mean"), figure(meanOf(map, unit, bound))]);
    rows.push([t("net.range"), `±${figure(bound)}`]);
  }
  return rows;
}

function edgeContent(
  plan: Geometry,
  to: Column,
  unit: number,
  input: number,
): TooltipContent | null {
  const [from, frame] = [plan.columns[to.index - 1], latest("weights")];
  if (from === undefined || frame === undefined) return null;
  const title = `${unitName(from.id, input)} → ${unitName(to.id, unit)}`;
  const kernel = kernelOf(frame, `${to.id}.weight`, { unit, input }, to.groups ?? 1);
  if (kernel !== null) {
    const size = kernel.rows === 1 ? `${kernel.columns}` : `${kernel.rows} × ${kernel.columns}`;
    return {
      title,
      rows: [
        [t("net.kernel"), size],
        [t("net.kernel.strength"), figure(strengthOf(kernel))],
      ],
    };
  }
  const at = { layer: to.id, unit, input };
  return {
    title,
    rows: [
      [t("net.weight"), figure(elementOf(frame, "weight", at))],
      [t("net.gradient"), figure(elementOf(frame, "weight.gradient", at))],
    ],
  };
}
