/** A real button over each neuron, for clicks, keys and screen readers; the canvas shows through. */
import { ClassSign } from "../charts/ClassSign";
import { t } from "../i18n";
import { grouped } from "../i18n/text";
import type { Column, Geometry } from "../plots/geometry";
import { placeAnswers, placeNames } from "../plots/input-names";
import { hasFeatures } from "../spec/datasets";
import { isUnitFrozen } from "../spec/freezing";
import { isWeighted } from "../spec/layer-kinds";
import { mayChange } from "../state/sync/areas";
import { spec } from "../state/sync/session";
import { hoveredUnit } from "../state/view/figures";
import { unitName } from "../state/view/layer-names";
import { zoom } from "../state/view/room";
import { spokenUnit } from "../state/view/spoken";
import { select, selection } from "../state/view/view";
import { Lock } from "../ui/controls";
import { namedNow } from "../ui/named-now";
import { toggleUnit } from "./changes";
import { answersShown, hovered, inputNamesShown, nameSize, placedOf, pointer } from "./scene";
import { followToUnit } from "./walking";
import "./Neurons.css";

export const Neurons = ({ plan }: { readonly plan: Geometry }) => (
  <>
    {plan.columns.map((column) => (
      <NeuronColumn key={column.id} column={column} pitch={plan.pitch} />
    ))}
    <InputNames plan={plan} />
    <OutputNames plan={plan} />
    <UnitLock plan={plan} />
    <FrozenUnits plan={plan} />
  </>
);

/** As wide as "… and 150 more", in heights of type. */
const MORE_EM = 8.5;

function NeuronColumn({ column, pitch }: { readonly column: Column; readonly pitch: number }) {
  const more = column.units - column.shown;
  const told = t("net.more", { count: more });
  const last = column.ys.at(-1) ?? 0;
  return (
    <>
      {column.ys.map((y, unit) => (
        <Neuron key={unit} column={column} unit={unit} x={column.xs[unit] ?? column.x} y={y} />
      ))}
      {more > 0 && (
        <span
          class="more"
          title={told}
          style={{ left: `${column.x}px`, top: `${last + column.side / 2 + 4}px` }}
        >
          {pitch < MORE_EM * nameSize() * zoom.value ? `+${grouped(more)}` : told}
        </span>
      )}
    </>
  );
}

function InputNames({ plan }: { readonly plan: Geometry }) {
  const [first] = plan.columns;
  const data = spec.value?.data;
  if (first === undefined || data === undefined || inputNamesShown.value.length === 0) return null;
  const isLong = !hasFeatures(data);
  return (
    <>
      {placeNames(first, inputNamesShown.value).map(({ unit, text, right, y, room }) => (
        <span
          key={unit}
          class="feature"
          data-testid={`input-name-${unit}`}
          data-long={isLong}
          title={isLong ? text : undefined}
          style={{
            left: `${right}px`,
            top: `${y}px`,
            "max-width": isLong ? `${room}px` : undefined,
          }}
        >
          {text}
        </span>
      ))}
    </>
  );
}

function OutputNames({ plan }: { readonly plan: Geometry }) {
  const [last, answers] = [plan.columns.at(-1), answersShown.value];
  if (last === undefined || answers.length === 0) return null;
  const isPlain = answers.length === 2;
  return (
    <>
      {placeAnswers(last, answers, plan.width, nameSize() * plan.zoom).map(
        ({ unit, text, sign, ...at }) => (
          <span
            key={`${unit} ${sign}`}
            class="answer"
            data-testid={`output-name-${sign ?? unit}`}
            title={text}
            style={{ left: `${at.left}px`, top: `${at.y}px`, "max-width": `${at.room}px` }}
          >
            {sign !== null && <ClassSign label={sign} plain={isPlain} />}
            <span>{text}</span>
          </span>
        ),
      )}
    </>
  );
}

interface NeuronProps {
  readonly column: Column;
  readonly unit: number;
  readonly x: number;
  readonly y: number;
}

function pointAt(column: Column, unit: number): void {
  pointer.value = { x: column.xs[unit] ?? column.x, y: column.ys[unit] ?? 0 };
  hovered.value = { kind: "neuron", column: column.index, unit };
  hoveredUnit.value = { layer: column.id, unit };
}

function leave(): void {
  hovered.value = null;
  hoveredUnit.value = null;
}

/** Whether training can leave a single unit of this column alone. */
function canFreeze(id: string): boolean {
  const layer = placedOf(id)?.layer;
  return layer !== undefined && isWeighted(layer);
}

function freeze(id: string, unit: number): void {
  const owner = placedOf(id)?.owner;
  if (owner !== undefined && canFreeze(id)) toggleUnit(owner, unit);
}

function Neuron({ column, unit, x, y }: NeuronProps) {
  const chosen = selection.value;
  const isChosen = chosen?.kind === "neuron" && chosen.layer === column.id && chosen.unit === unit;
  const enter = () => pointAt(column, unit);
  const name = namedNow(unitName(column.id, unit), () => spokenUnit(column.id, unit));
  const choose = () => select({ kind: "neuron", layer: column.id, unit });
  return (
    <button
      type="button"
      class="neuron"
      data-testid={`neuron-${column.id}-${unit}`}
      data-column={column.id}
      aria-label={name["aria-label"]}
      aria-pressed={isChosen}
      aria-keyshortcuts="f"
      style={{
        left: `${x - column.side / 2}px`,
        top: `${y - column.side / 2}px`,
        width: `${column.side}px`,
        height: `${column.side}px`,
      }}
      onPointerEnter={enter}
      onPointerLeave={leave}
      onFocus={(event) => {
        name.onFocus(event);
        if (event.currentTarget.matches(":focus-visible")) enter();
      }}
      onBlur={(event) => {
        name.onBlur(event);
        leave();
      }}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.key === "Enter") {
          // The keys go to what is selected; Escape brings them back.
          choose();
          followToUnit();
        } else if (event.key.toLowerCase() === "f") freeze(column.id, unit);
        else return;
        event.preventDefault();
      }}
      onClick={() => (isChosen ? select(null) : choose())}
    />
  );
}

/** Over the neuron pointed at, or the one selected: a lock to freeze it with. */
function UnitLock({ plan }: { readonly plan: Geometry }) {
  const [on, chosen] = [hoveredUnit.value, selection.value];
  const at = on ?? (chosen?.kind === "neuron" ? chosen : null);
  const column = plan.columns.find(({ id }) => id === at?.layer);
  const set = spec.value;
  if (at === null || column === undefined || set === null || !mayChange.network.value) return null;
  if (!canFreeze(at.layer) || at.unit >= column.shown) return null;
  const owner = placedOf(at.layer)?.owner ?? at.layer;
  const frozen = isUnitFrozen(set, owner, at.unit);
  const label = t(frozen ? "freeze.unit.undo" : "freeze.unit");
  return (
    <button
      type="button"
      class="unit-lock"
      data-testid={`freeze-${at.layer}-${at.unit}`}
      aria-pressed={frozen}
      title={label}
      tabIndex={-1}
      style={corner(column, at.unit)}
      onPointerEnter={() => pointAt(column, at.unit)}
      onPointerLeave={leave}
      onClick={() => freeze(at.layer, at.unit)}
    >
      <Lock shut={frozen} />
    </button>
  );
}

const corner = ({ xs, ys, x, side }: Column, unit: number) => ({
  left: `${(xs[unit] ?? x) + side / 2}px`,
  top: `${(ys[unit] ?? 0) - side / 2}px`,
});

function FrozenUnits({ plan }: { readonly plan: Geometry }) {
  const set = spec.value;
  if (set === null) return null;
  return (
    <>
      {plan.columns.flatMap((column) => {
        const placed = placedOf(column.id);
        if (placed === undefined || !isWeighted(placed.layer)) return [];
        return placed.layer.frozen_units
          .filter((unit) => unit < column.shown)
          .map((unit) => (
            <span
              key={`${column.id} ${unit}`}
              class="frozen-mark"
              data-testid={`frozen-${column.id}-${unit}`}
              title={t("freeze.on")}
              style={corner(column, unit)}
            >
              <Lock shut />
            </span>
          ));
      })}
    </>
  );
}
