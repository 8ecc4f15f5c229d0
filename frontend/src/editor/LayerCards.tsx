/** The row of cards beneath the diagram: one a column; hidden layers' can be dragged. */
import "./LayerCards.css";
import { useSignal } from "@preact/signals";
import { t } from "../i18n";
import { columnName, FEATURE_SIGNS } from "../i18n/text";
import { type Column, dropPosition, type Geometry, NARROW_PITCH } from "../plots/geometry";
import { featureFits, form, hasFeatures } from "../spec/datasets";
import type { Placed } from "../spec/expand";
import { inputShape, written } from "../spec/shapes";
import { toggleFeature } from "../spec/spec";
import { mayChange } from "../state/sync/areas";
import { edit } from "../state/sync/edits";
import { shapes, spec } from "../state/sync/session";
import { isShort } from "../state/view/room";
import { Icon } from "../ui/icons";
import { MenuButton } from "../ui/Popover";
import type { FeatureName } from "../wire/types";
import { move } from "./changes";
import { type CardPlace, LayerCard } from "./LayerCard";
import { layers } from "./scene";

const FEATURES = Object.keys(FEATURE_SIGNS) as FeatureName[];
const MAX_WIDTH = 148;
/** As wide as a card has to be for all features in three rows. */
const CHIPS = 134;
/** Below this pitch a card shows only its units and its curve, and opens on a click. */
export const COMPACT_PITCH = 84;
/** Below this one its name is only its number, and it has no steps beside its units. */
const BRIEF_PITCH = 110;

/** The place in the spec at which a card dropped before the expanded layer `drop` is put. */
export function specPosition(all: readonly Placed[], drop: number): number {
  const at = all[drop];
  if (at === undefined) return all.at(-1)?.position ?? 0;
  return at.position;
}

export function LayerCards({ plan }: { readonly plan: Geometry }) {
  const drop = useSignal<number | null>(null);
  if (spec.value === null) return null;
  const { zoom } = plan;
  // In pixels of usual type: where that is larger, so is the room that a card's words need.
  const room = plan.pitch / zoom;
  const compact = room < COMPACT_PITCH || isShort.value;
  const narrow = room < NARROW_PITCH || compact;
  const width = Math.min(MAX_WIDTH * zoom, plan.pitch - (compact ? 4 : 10) * zoom);
  const place = (column: Column): CardPlace => ({
    left: `${column.x - width / 2}px`,
    width: `${width}px`,
  });
  const known = new Map(shapes.value.map((shape) => [shape.id, shape]));
  const all = layers.value;

  const put = (from: number, dropped: number) => {
    const to = specPosition(all, dropped);
    move(from, to > from ? to - 1 : to);
  };

  return (
    <div
      class="cards"
      data-compact={compact}
      data-narrow={narrow}
      data-brief={room < BRIEF_PITCH}
      style={{ minWidth: `${plan.width}px` }}
    >
      {plan.columns.map((column) => {
        if (column.id === "input")
          return (
            <InputCard key="input" style={place(column)} narrow={compact || width < CHIPS * zoom} />
          );
        const placed = all.find(({ id }) => id === column.id);
        const shape = known.get(column.id);
        if (placed === undefined || shape === undefined) return null;
        return (
          <LayerCard
            key={column.id}
            placed={placed}
            shape={shape}
            index={column.index}
            compact={compact}
            narrow={narrow}
            brief={room < BRIEF_PITCH && placed.kind === "dense"}
            place={place(column)}
            onDrag={(x) => {
              drop.value = x === null ? null : dropPosition(plan, x);
            }}
            onDrop={() => {
              if (drop.value !== null) put(placed.position, drop.value);
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

const markerX = ({ columns, pitch }: Geometry, position: number) =>
  (columns[position]?.x ?? 0) + pitch / 2;

function InputCard({ style, narrow }: { readonly style: CardPlace; readonly narrow: boolean }) {
  const set = spec.value;
  if (set === null) return null;
  const shape = written(inputShape(set));
  const brief = shape.replaceAll(" ", "");
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a flex column everywhere
    <div
      class="card fixed"
      role="group"
      tabIndex={-1}
      style={style}
      title={t("net.input.tip")}
      aria-label={columnName("input", 0)}
      data-column="input"
      data-testid="layer-input"
    >
      <strong>{columnName("input", 0)}</strong>
      {!hasFeatures(set.data) && (
        <>
          <span class="quiet-line">
            {form(set.data) === "image" ? t("net.picture") : t("net.columns")}
          </span>
          <span class="quiet-line">{narrow ? brief : shape}</span>
        </>
      )}
      {hasFeatures(set.data) &&
        (narrow ? (
          <MenuButton
            class="quiet small"
            label={`${t("net.features.choose")}: ${set.data.features.length}`}
            face={
              <>
                {set.data.features.length}
                <Icon name="more" />
              </>
            }
          >
            {() => <FeatureChips />}
          </MenuButton>
        ) : (
          <FeatureChips />
        ))}
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
          disabled={!mayChange.network.value}
          title={t("net.features.tip")}
          onClick={() => edit(`feature ${feature}`, (before) => toggleFeature(before, feature))}
        >
          {FEATURE_SIGNS[feature]}
        </button>
      ))}
    </div>
  );
}
