/** A real button over each neuron, for clicks, keys and screen readers; the canvas shows through. */
import { t } from "../i18n";
import type { Column, Geometry } from "../plots/geometry";
import { spec } from "../state/session";
import { select, selection } from "../state/view";
import { hoveredUnit } from "./live";
import { hovered, pointer } from "./scene";
import { columnName, FEATURE_SIGNS } from "./text";

export const Neurons = ({ plan }: { readonly plan: Geometry }) => (
  <>
    {plan.columns.map((column) => (
      <NeuronColumn key={column.id} column={column} />
    ))}
  </>
);

function NeuronColumn({ column }: { readonly column: Column }) {
  const more = column.units - column.shown;
  const last = column.ys.at(-1) ?? 0;
  return (
    <>
      {column.ys.map((y, unit) => (
        <Neuron key={unit} column={column} unit={unit} y={y} />
      ))}
      {more > 0 && (
        <span
          class="more"
          style={{ left: `${column.x}px`, top: `${last + column.side / 2 + 4}px` }}
        >
          {t("net.more", { count: more })}
        </span>
      )}
    </>
  );
}

interface NeuronProps {
  readonly column: Column;
  readonly unit: number;
  readonly y: number;
}

function Neuron({ column, unit, y }: NeuronProps) {
  const chosen = selection.value;
  const isChosen = chosen?.kind === "neuron" && chosen.layer === column.id && chosen.unit === unit;
  const enter = () => {
    pointer.value = { x: column.x, y };
    hovered.value = { kind: "neuron", column: column.index, unit };
    hoveredUnit.value = { layer: column.id, unit };
  };
  const leave = () => {
    hovered.value = null;
    hoveredUnit.value = null;
  };
  const sign = column.id === "input" ? featureSign(unit) : null;
  return (
    <>
      <button
        type="button"
        class="neuron"
        data-testid={`neuron-${column.id}-${unit}`}
        aria-label={
          sign ?? t("net.unit", { layer: columnName(column.id, column.index), unit: unit + 1 })
        }
        aria-pressed={isChosen}
        style={{
          left: `${column.x - column.side / 2}px`,
          top: `${y - column.side / 2}px`,
          width: `${column.side}px`,
          height: `${column.side}px`,
        }}
        onPointerEnter={enter}
        onPointerLeave={leave}
        onFocus={(event) => {
          if (event.currentTarget.matches(":focus-visible")) enter();
        }}
        onBlur={leave}
        onClick={() => select(isChosen ? null : { kind: "neuron", layer: column.id, unit })}
      />
      {sign !== null && (
        <span
          class="feature"
          style={{ left: `${column.x - column.side / 2 - 8}px`, top: `${y}px` }}
        >
          {sign}
        </span>
      )}
    </>
  );
}

function featureSign(unit: number): string | null {
  const feature = spec.value?.data.features[unit];
  return feature === undefined ? null : FEATURE_SIGNS[feature];
}
