/** A layer's card: what is changed most, its order, removal; keys do what the pointer does. */
import "./LayerCard.css";
import { useRef, useState } from "preact/hooks";
import { layerAction, layerShortcuts } from "../actions/layer-keys";
import { t } from "../i18n";
import { activationName, columnName, grouped, kindName } from "../i18n/text";
import { task } from "../spec/datasets";
import type { Placed } from "../spec/expand";
import { isTrainable } from "../spec/layer-kinds";
import { written } from "../spec/shapes";
import { firstPicture } from "../state/live/frames";
import { mayChange } from "../state/sync/areas";
import { shapesStale, spec } from "../state/sync/session";
import { spokenLayer } from "../state/view/spoken";
import { select, selection } from "../state/view/view";
import { Lock, Stepper } from "../ui/controls";
import { Icon } from "../ui/icons";
import { lazily } from "../ui/lazily";
import { namedNow } from "../ui/named-now";
import { type Anchor, Popover } from "../ui/Popover";
import type { LayerShape } from "../wire/types";
import { ActivationRow, Curve } from "./ActivationChooser";
import { change, changeUnits, chooseActivation, move, remove, toggleLayer } from "./changes";
import { OPTIONS, onCard } from "./layer-settings";
import { followToLayer } from "./walking";

const LayerDetails = lazily(
  async () => (await import("./LayerDetails")).LayerDetails,
  firstPicture,
);

const SHORTCUTS = layerShortcuts(["earlier", "later", "remove", "more", "fewer", "freeze"]);

export type CardPlace = { readonly left: string; readonly width: string };

interface LayerCardProps {
  readonly placed: Placed;
  readonly shape: LayerShape;
  /** The position of its column, counted from the input. */
  readonly index: number;
  readonly compact: boolean;
  /** Only what it gives fits, not what it takes too. */
  readonly narrow: boolean;
  /** Only the number of its name fits. */
  readonly brief: boolean;
  readonly place: CardPlace;
  /** The pointer's x in the row while the card is dragged; null when the drag was given up. */
  readonly onDrag: (x: number | null) => void;
  readonly onDrop: () => void;
}

function onCardKey(event: KeyboardEvent, { placed }: LayerCardProps): void {
  if (event.target !== event.currentTarget) return;
  const { owner, id, layer, block, position } = placed;
  const units = "units" in layer ? layer.units : null;
  const action = layerAction(event);
  if (action === "remove" && owner !== "output") remove(owner);
  else if (action === "earlier" && block === null) move(position, position - 1);
  else if (action === "later" && block === null) move(position, position + 1);
  else if (action === "more" && units !== null) changeUnits(owner, units + 1);
  else if (action === "fewer" && units !== null) changeUnits(owner, units - 1);
  else if (action === "freeze" && isTrainable(layer)) toggleLayer(owner);
  else if (action === "select") {
    select({ kind: "layer", layer: id });
    followToLayer();
  } else return;
  event.preventDefault();
}

export function LayerCard(props: LayerCardProps) {
  const { placed, shape, index, compact, narrow, brief, place } = props;
  const { id, owner, kind, layer, repetition } = placed;
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  const name = columnName(id, index, kind);
  const isChosen = selection.value?.kind === "layer" && selection.value.layer === id;
  const isCopy = repetition > 1;
  const said = namedNow(label(name, props), () => spokenLayer(label(name, props), shape));
  const open = ({ currentTarget }: { currentTarget: HTMLElement }) =>
    setAnchor(currentTarget.getBoundingClientRect());
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a flex column everywhere
    <div
      class="card"
      role="group"
      tabIndex={-1}
      data-column={id}
      data-testid={`layer-${id}`}
      data-chosen={isChosen}
      data-copy={isCopy}
      data-fixed={owner === "output"}
      {...said}
      aria-keyshortcuts={SHORTCUTS}
      style={place}
      onKeyDown={(event) => onCardKey(event, props)}
    >
      <CardHead {...props} name={name} />
      {compact ? (
        <button type="button" class="quiet brief" data-testid={`details-${id}`} onClick={open}>
          <span class="visually-hidden">{t("layer.open", { name })}: </span>
          <BriefFace {...props} />
        </button>
      ) : (
        <>
          {isCopy ? (
            <span class="quiet-line">{t("block.copy", { number: repetition })}</span>
          ) : (
            <CardBody {...props} />
          )}
          <button
            type="button"
            class="quiet shape"
            data-testid={`details-${id}`}
            data-stale={shapesStale.value}
            title={`${written(shape.inputs)} → ${written(shape.outputs)}`}
            onClick={open}
          >
            <span class="visually-hidden">{t("layer.open", { name })}: </span>
            {/* What it gives stands above, as its units. */}
            {!brief && (
              <span class="shape-line">
                {narrow ? "" : written(shape.inputs)} → {written(shape.outputs)}
              </span>
            )}
            <span class="shape-line">
              {t("layer.parameters", {
                count: isUnknown(shape, layer) ? "…" : grouped(shape.parameters),
              })}
              <Icon name="more" />
            </span>
          </button>
        </>
      )}
      {anchor !== null && (
        <Popover anchor={anchor} label={name} onClose={() => setAnchor(null)}>
          <LayerDetails placed={placed} shape={shape} name={name} onClose={() => setAnchor(null)} />
        </Popover>
      )}
      {layer !== undefined && isTrainable(layer) && layer.frozen && compact && (
        <span class="corner-lock" title={t("freeze.on")}>
          <Lock shut />
        </span>
      )}
    </div>
  );
}

/** Whether the server has yet to count what a layer with weights holds. */
const isUnknown = (shape: LayerShape, layer: Placed["layer"]) =>
  shapesStale.value && shape.parameters === 0 && isTrainable(layer);

function label(name: string, { placed: { layer, kind }, shape }: LayerCardProps): string {
  if ("units" in layer && "activation" in layer) {
    const { units } = layer;
    return t("layer.card", { name, units, activation: activationName(layer.activation) });
  }
  return `${name}: ${kindName(kind)}, ${written(shape.outputs)}`;
}

/** On a card too narrow for controls: the curve or the kind, and how much it gives. */
function BriefFace({ placed: { layer, kind }, shape }: LayerCardProps) {
  return (
    <>
      {"activation" in layer ? (
        <Curve name={layer.activation} />
      ) : (
        <span class="brief-kind">{t(`kind.${kind}.short`)}</span>
      )}
      <span>{shape.outputs[0] ?? ""}</span>
    </>
  );
}

function CardHead(props: LayerCardProps & { readonly name: string }) {
  const { placed, name, compact, brief, onDrag, onDrop } = props;
  const { id, owner, layer, block, repetition } = placed;
  const editable = mayChange.network.value && owner !== "output" && repetition < 2;
  return (
    <div class="card-head">
      {editable && !compact && block === null && <Grip onDrag={onDrag} onDrop={onDrop} />}
      <button
        type="button"
        class="quiet title"
        title={t("layer.select.tip")}
        onClick={() => {
          select({ kind: "layer", layer: id });
          followToLayer();
        }}
      >
        {brief && owner !== "output" ? name.replace(/\D/g, "") : name}
      </button>
      {!compact && isTrainable(layer) && layer.frozen && (
        <span class="head-lock" title={t("freeze.on")} data-testid={`frozen-${id}`}>
          <Lock shut />
        </span>
      )}
      {editable && !compact && (
        <button
          type="button"
          class="quiet tiny"
          data-testid={`remove-${owner}`}
          aria-label={t("layer.remove", { name })}
          title={t("layer.remove.tip")}
          onClick={() => remove(owner)}
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

/** What the output answers: two classes, several, or a number. */
const answers = () => (spec.value === null ? "" : t(`task.${task(spec.value.data)}`));

/** What is changed most: how many, and the bend. */
function CardBody({ placed: { owner, kind, layer }, shape, brief }: LayerCardProps) {
  const editable = mayChange.network.value;
  const first = onCard(kind);
  const values = layer as unknown as Record<string, number>;
  return (
    <>
      {owner === "output" && (
        <span class="quiet-line" title={t("net.output.tip")}>
          {t("layer.units.of", { count: shape.outputs[0] ?? 0 })}
          {!brief && ` · ${answers()}`}
        </span>
      )}
      {owner !== "output" && first !== undefined && (
        <Stepper
          {...first}
          id={owner}
          testid={`${first.name}-${owner}`}
          label={t(`layer.${first.name}`)}
          tip={t(`layer.${first.name}.tip`)}
          fewer={first.name === "units" ? t("layer.fewer") : t("layer.less")}
          more={first.name === "units" ? t("layer.moreUnits") : t("layer.bigger")}
          value={values[first.name] ?? 0}
          disabled={!editable}
          onValue={(wanted) => change(owner, { [first.name]: wanted })}
        />
      )}
      {"activation" in layer && (
        <ActivationRow
          id={owner}
          value={layer.activation}
          disabled={!editable}
          onChoose={(wanted) => chooseActivation(owner, wanted)}
        />
      )}
      {owner !== "output" &&
        OPTIONS[kind].map(({ name, options }) => (
          <select
            key={name}
            data-testid={`${name}-${owner}`}
            aria-label={t(`layer.${name}`)}
            value={String(values[name])}
            disabled={!editable}
            onChange={({ currentTarget }) => change(owner, { [name]: currentTarget.value })}
          >
            {options.map(([value, text]) => (
              <option key={value} value={value}>
                {t(`layer.${text}`)}
              </option>
            ))}
          </select>
        ))}
      {!("activation" in layer) && <span class="quiet-line">{kindName(kind)}</span>}
    </>
  );
}
