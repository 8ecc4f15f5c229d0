/** A hidden layer's card: units, activation, order, removal; keys do what the pointer does. */
import { useRef, useState } from "preact/hooks";
import { t } from "../i18n";
import { edit } from "../state/session";
import { changeLayer, MAX_UNITS, moveLayer, removeLayer, setUnits } from "../state/spec";
import { select, selection } from "../state/view";
import type { ActivationName, DenseLayer } from "../wire/types";
import { ACTIVATION_NAMES, curvePath } from "./activation";
import { Icon } from "./icons";
import { type Anchor, Popover } from "./Popover";
import { activationName, columnName, grouped } from "./text";

interface LayerCardProps {
  readonly layer: DenseLayer;
  readonly position: number;
  readonly last: number;
  readonly parameters: number;
  readonly compact: boolean;
  /** Only the number of its name fits. */
  readonly brief: boolean;
  readonly editable: boolean;
  readonly place: { readonly left: string; readonly width: string };
  /** The pointer's x in the row while the card is dragged; null when the drag was given up. */
  readonly onDrag: (x: number | null) => void;
  readonly onDrop: () => void;
}

const changeUnits = (id: string, units: number) =>
  edit(`units ${id}`, (set) => setUnits(set, id, units));

function onCardKey(event: KeyboardEvent, { layer, position }: LayerCardProps): void {
  if (event.target !== event.currentTarget) return;
  const { id, units } = layer;
  if (event.key === "Delete" || event.key === "Backspace")
    edit(`remove ${id}`, (set) => removeLayer(set, id));
  else if (event.altKey && event.key === "ArrowLeft")
    edit(`move ${id}`, (set) => moveLayer(set, position, position - 1));
  else if (event.altKey && event.key === "ArrowRight")
    edit(`move ${id}`, (set) => moveLayer(set, position, position + 1));
  else if (event.key === "+" || event.key === "=") changeUnits(id, units + 1);
  else if (event.key === "-") changeUnits(id, units - 1);
  else if (event.key === "Enter") select({ kind: "layer", layer: id });
  else return;
  event.preventDefault();
}

export function LayerCard(props: LayerCardProps) {
  const { layer, position, compact, editable, place } = props;
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  const name = columnName(layer.id, position + 1);
  const isChosen = selection.value?.kind === "layer" && selection.value.layer === layer.id;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a flex column everywhere
    <div
      class="card"
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the card takes the keys that move, remove and size it
      tabIndex={0}
      data-testid={`layer-${layer.id}`}
      data-chosen={isChosen}
      aria-label={t("layer.card", {
        name,
        units: layer.units,
        activation: activationName(layer.activation),
      })}
      aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight Delete + -"
      style={place}
      onKeyDown={(event) => onCardKey(event, props)}
    >
      <CardHead {...props} name={name} />
      {compact ? (
        <button
          type="button"
          class="quiet brief"
          aria-label={t("layer.open", { name })}
          onClick={({ currentTarget }) => setAnchor(currentTarget.getBoundingClientRect())}
        >
          <Curve name={layer.activation} />
          <span>{layer.units}</span>
        </button>
      ) : (
        <CardBody {...props} />
      )}
      {anchor !== null && (
        <Popover anchor={anchor} label={name} onClose={() => setAnchor(null)}>
          <div class="card-details">
            <h3>{name}</h3>
            <CardBody {...props} />
            {editable && (
              <button
                type="button"
                onClick={() => {
                  setAnchor(null);
                  edit(`remove ${layer.id}`, (set) => removeLayer(set, layer.id));
                }}
              >
                {t("layer.remove", { name })}
              </button>
            )}
          </div>
        </Popover>
      )}
    </div>
  );
}

function CardHead({
  layer,
  name,
  compact,
  brief,
  editable,
  onDrag,
  onDrop,
}: LayerCardProps & { readonly name: string }) {
  return (
    <div class="card-head">
      {editable && !compact && <Grip onDrag={onDrag} onDrop={onDrop} />}
      <button
        type="button"
        class="quiet title"
        title={t("layer.select.tip")}
        onClick={() => select({ kind: "layer", layer: layer.id })}
      >
        {brief ? name.replace(/\D/g, "") : name}
      </button>
      {editable && !compact && (
        <button
          type="button"
          class="quiet tiny"
          data-testid={`remove-${layer.id}`}
          aria-label={t("layer.remove", { name })}
          title={t("layer.remove.tip")}
          onClick={() => edit(`remove ${layer.id}`, (set) => removeLayer(set, layer.id))}
        >
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}

/** The pointer's way to move a card; the keyboard's is Alt and an arrow on the card. */
function Grip({ onDrag, onDrop }: Pick<LayerCardProps, "onDrag" | "onDrop">) {
  const dragging = useRef(false);
  return (
    <span
      class="grip"
      aria-hidden="true"
      title={t("layer.drag.tip")}
      onPointerDown={(event) => {
        dragging.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
        event.preventDefault();
      }}
      onPointerMove={(event) => {
        const row = event.currentTarget.closest(".cards")?.getBoundingClientRect();
        if (dragging.current && row !== undefined) onDrag(event.clientX - row.left);
      }}
      onPointerUp={() => {
        dragging.current = false;
        onDrop();
      }}
      onPointerCancel={() => {
        dragging.current = false;
        onDrag(null);
      }}
    >
      <Icon name="grip" />
    </span>
  );
}

function CardBody({ layer, parameters, editable }: LayerCardProps) {
  const { id, units, activation } = layer;
  return (
    <>
      <div class="stepper">
        <button
          type="button"
          class="tiny"
          aria-label={t("layer.fewer")}
          data-testid={`fewer-${id}`}
          title={t("layer.fewer")}
          disabled={!editable || units <= 1}
          onClick={() => changeUnits(id, units - 1)}
        >
          <Icon name="minus" />
        </button>
        <input
          type="text"
          inputMode="numeric"
          data-testid={`units-${id}`}
          aria-label={t("layer.units")}
          title={t("layer.units.tip")}
          value={units}
          disabled={!editable}
          onChange={({ currentTarget }) => {
            const wanted = Number.parseInt(currentTarget.value, 10);
            if (Number.isFinite(wanted)) changeUnits(id, wanted);
            currentTarget.value = String(Math.max(1, Math.min(MAX_UNITS, wanted || units)));
          }}
        />
        <button
          type="button"
          class="tiny"
          aria-label={t("layer.moreUnits")}
          data-testid={`more-${id}`}
          title={t("layer.moreUnits")}
          disabled={!editable || units >= MAX_UNITS}
          onClick={() => changeUnits(id, units + 1)}
        >
          <Icon name="plus" />
        </button>
      </div>
      <div class="activation">
        <Curve name={activation} />
        <select
          data-testid={`activation-${id}`}
          aria-label={t("layer.activation")}
          title={t("layer.activation.tip")}
          value={activation}
          disabled={!editable}
          onChange={({ currentTarget: { value } }) =>
            edit(`activation ${id}`, (set) =>
              changeLayer(set, id, { activation: value as ActivationName }),
            )
          }
        >
          {ACTIVATION_NAMES.map((name) => (
            <option key={name} value={name}>
              {activationName(name)}
            </option>
          ))}
        </select>
      </div>
      <span class="quiet-line">{t("layer.parameters", { count: grouped(parameters) })}</span>
    </>
  );
}

const Curve = ({ name }: { readonly name: ActivationName }) => (
  <svg class="curve" viewBox="-1 -1 26 20" aria-hidden="true">
    <path class="axis" d="M0 9H24M12 0V18" />
    <path d={curvePath(name, 24, 18)} />
  </svg>
);
