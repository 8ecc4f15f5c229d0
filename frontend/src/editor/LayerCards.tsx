/** The row of cards beneath the diagram: one a column; hidden layers' can be dragged. */
import { useSignal } from "@preact/signals";
import { t } from "../i18n";
import { type Column, dropPosition, type Geometry, NARROW_PITCH } from "../plots/geometry";
import { canEdit, edit, spec } from "../state/session";
import { featureFits, moveLayer, outputs, shapes, task, toggleFeature } from "../state/spec";
import { projector } from "../state/view";
import type { FeatureName } from "../wire/types";
import { Icon } from "./icons";
import { LayerCard } from "./LayerCard";
import { MenuButton } from "./Popover";
import { columnName, FEATURE_SIGNS, grouped } from "./text";

const FEATURES = Object.keys(FEATURE_SIGNS) as FeatureName[];
const MOST_WIDTH = 148;
/** Below this pitch a card shows only its units and its curve, and opens on a click. */
export const COMPACT_PITCH = 84;
/** Below this one its name is only its number. */
const BRIEF_PITCH = 108;

export function LayerCards({ plan }: { readonly plan: Geometry }) {
  const drop = useSignal<number | null>(null);
  const set = spec.value;
  if (set === null) return null;
  // Type is larger for a projector, and so is the room that a card's words need.
  const room = plan.pitch / (projector.value === "on" ? 1.3 : 1);
  const compact = room < COMPACT_PITCH;
  const narrow = room < NARROW_PITCH;
  const width = Math.min(MOST_WIDTH, plan.pitch - (compact ? 4 : 10));
  const place = (column: Column) => ({ left: `${column.x - width / 2}px`, width: `${width}px` });
  const known = shapes(set);
  const hidden = set.network.layers;

  const put = (from: number, to: number) =>
    edit("move", (before) => moveLayer(before, from, to > from ? to - 1 : to));

  return (
    <div
      class="cards"
      data-compact={compact}
      data-narrow={narrow}
      style={{ minWidth: `${plan.width}px` }}
    >
      {plan.columns.map((column) => {
        const position = column.index - 1;
        const layer = hidden[position];
        const shape = known[position];
        if (column.id === "input")
          return <InputCard key="input" style={place(column)} narrow={narrow} />;
        if (layer === undefined || shape === undefined)
          return (
            <OutputCard
              key="output"
              style={place(column)}
              compact={compact}
              parameters={parametersOf(shape)}
            />
          );
        return (
          <LayerCard
            key={layer.id}
            layer={layer}
            position={position}
            last={hidden.length - 1}
            parameters={parametersOf(shape)}
            compact={compact}
            brief={room < BRIEF_PITCH}
            place={place(column)}
            editable={canEdit.value}
            onDrag={(x) => {
              drop.value = x === null ? null : dropPosition(plan, x);
            }}
            onDrop={() => {
              if (drop.value !== null) put(position, drop.value);
              drop.value = null;
            }}
          />
        );
      })}
      {drop.value !== null && (
        <span class="drop" style={{ left: `${markerX(plan, drop.value)}px` }} />
      )}
    </div>
  );
}

const parametersOf = (shape: { inputs: number; units: number } | undefined) =>
  shape === undefined ? 0 : shape.inputs * shape.units + shape.units;

const markerX = ({ columns, pitch }: Geometry, position: number) =>
  (columns[position]?.x ?? 0) + pitch / 2;

interface FixedCardProps {
  readonly style: { readonly left: string; readonly width: string };
  readonly compact: boolean;
}

function InputCard({
  style,
  narrow,
}: Omit<FixedCardProps, "compact"> & { readonly narrow: boolean }) {
  const count = spec.value?.data.features.length ?? 0;
  return (
    <div class="card fixed" style={style} title={t("net.input.tip")}>
      <strong>{columnName("input", 0)}</strong>
      {narrow ? (
        <MenuButton
          class="quiet small"
          label={t("net.features.choose")}
          face={
            <>
              {count}
              <Icon name="more" />
            </>
          }
        >
          {() => <FeatureChips />}
        </MenuButton>
      ) : (
        <FeatureChips />
      )}
    </div>
  );
}

/** Every feature that fits the data, lit or not: a click adds it or takes it away. */
function FeatureChips() {
  const set = spec.value;
  if (set === null) return null;
  return (
    <div class="chips">
      {FEATURES.filter((feature) => featureFits(set.data, feature)).map((feature) => (
        <button
          key={feature}
          type="button"
          class="chip"
          aria-pressed={set.data.features.includes(feature)}
          disabled={!canEdit.value}
          title={t("net.features.tip")}
          onClick={() => edit(`feature ${feature}`, (before) => toggleFeature(before, feature))}
        >
          {FEATURE_SIGNS[feature]}
        </button>
      ))}
    </div>
  );
}

function OutputCard({
  style,
  compact,
  parameters,
}: FixedCardProps & { readonly parameters: number }) {
  const set = spec.value;
  if (set === null) return null;
  const count = outputs(set);
  const what = t(`task.${task(set.data)}`);
  return (
    <div class="card fixed" style={style} title={t("net.output.tip")} data-testid="layer-output">
      <strong>{columnName("output", 0)}</strong>
      <span class="quiet-line">{compact ? count : t("layer.units.of", { count })}</span>
      {!compact && <span class="quiet-line">{what}</span>}
      {!compact && (
        <span class="quiet-line">{t("layer.parameters", { count: grouped(parameters) })}</span>
      )}
    </div>
  );
}
