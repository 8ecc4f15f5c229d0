/** The names of the picture's axes; of a table, which columns they are and what the rest is held at. */

import { t } from "../../i18n";
import { columnText } from "../../i18n/columns";
import { figure, percent } from "../../i18n/text";
import { form, inputNames } from "../../spec/datasets";
import { latest } from "../../state/live/frames";
import { useThrottledFrame } from "../../state/live/use-throttled-frame";
import { spec } from "../../state/sync/session";
import { inUnit, PLAIN, unitOf } from "../../state/view/data-units";
import { plane, planeChoice } from "../../state/view/view";
import { LIMITS } from "../../wire/catalogue";
import { number } from "../../wire/frames";
import type { PlaneSpec } from "../../wire/types";
import "./PlaneAxes.css";

const [MIN_HELD, MAX_HELD] = LIMITS.standardDomain;

type Columns = Extract<PlaneSpec, { kind: "columns" }>;

const component = (place: number, share: number) =>
  Number.isFinite(share)
    ? t("plane.component.share", { place, share: percent(share) })
    : t("plane.component", { place });

/** What the axes are called now. */
export function axes(): { readonly x: string; readonly y: string } {
  const data = spec.value?.data;
  if (data === undefined || form(data) === "plane" || form(data) === "line") {
    return { x: "x₁", y: "x₂" };
  }
  const cut = plane.value;
  const frame = latest("boundary");
  if (cut?.kind === "columns") {
    const names = inputNames(data).map(columnText);
    return { x: names[cut.x] ?? "", y: names[cut.y] ?? "" };
  }
  const share = (name: string) => (frame === undefined ? Number.NaN : number(frame, name));
  return { x: component(1, share("explained_x")), y: component(2, share("explained_y")) };
}

const isTable = () => spec.value !== null && form(spec.value.data) === "table";

interface AxisProps {
  readonly hidden: boolean;
}

/** Above the picture, at its left: what goes up. Beside it, how the plane lies. */
export function PlaneAxisY({ hidden }: AxisProps) {
  if (areInputs()) return null;
  return (
    <div class="plane-head" data-hidden={hidden}>
      <Axis axis="y" />
      {isTable() && plane.value !== null && <Cut />}
    </div>
  );
}

/** Whether the axes are the inputs themselves, whose names are short enough to stand in the picture. */
const areInputs = () => {
  const data = spec.value?.data;
  return data === undefined || form(data) === "plane" || form(data) === "line";
};

export function PlaneAxisNames() {
  const data = spec.value?.data;
  if (!areInputs()) return null;
  return (
    <>
      <span class="axis-name x">x₁</span>
      {data !== undefined && form(data) === "plane" && <span class="axis-name y">x₂</span>}
    </>
  );
}

/** Beneath the picture: where the other columns are held, and what goes to the right. */
export function PlaneFoot({ hidden }: AxisProps) {
  if (areInputs()) return null;
  return (
    <div class="plane-foot" data-hidden={hidden}>
      <PlaneHeld />
      <Axis axis="x" />
    </div>
  );
}

function Axis({ axis }: { readonly axis: "x" | "y" }) {
  // A principal plane's share of the spread comes with the picture.
  useThrottledFrame("boundary");
  const cut = plane.value;
  const sign = axis === "x" ? "→" : "↑";
  if (cut?.kind !== "columns" || spec.value === null) {
    return (
      <span class="axis-chooser">
        <span aria-hidden="true">{sign}</span> {axes()[axis]}
      </span>
    );
  }
  const names = inputNames(spec.value.data);
  return (
    <label class="axis-chooser">
      <span aria-hidden="true">{sign}</span>
      <select
        data-testid={`axis-${axis}`}
        title={t(`plane.axis.${axis}`)}
        value={cut[axis]}
        onChange={({ currentTarget }) => {
          planeChoice.value = turned(cut, axis, Number(currentTarget.value));
        }}
      >
        {names.map((name, column) => (
          <option key={name} value={column}>
            {columnText(name)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The plane with another column on an axis; the one on the other axis changes places with it. */
export function turned(cut: Columns, axis: "x" | "y", column: number): Columns {
  const other = axis === "x" ? "y" : "x";
  const swapped = cut[other] === column ? cut[axis] : cut[other];
  return { ...cut, [axis]: column, [other]: swapped };
}

/** Through two columns, or along the directions in which the data spread most. */
function Cut() {
  const isPrincipal = plane.value?.kind === "pca";
  const last = planeChoice.value;
  return (
    <button
      type="button"
      class="slim-button"
      data-testid="plane-pca"
      aria-pressed={isPrincipal}
      title={t("plane.pca.tip")}
      onClick={() => {
        if (isPrincipal) planeChoice.value = before;
        else {
          before = last;
          planeChoice.value = { kind: "pca" };
        }
      }}
    >
      {t("plane.pca")}
    </button>
  );
}

/** The columns looked at before the principal plane. */
let before: PlaneSpec | null = null;

/** What the columns that are not on an axis are held at, in standard deviations from their mean. */
function PlaneHeld() {
  const [set, cut] = [spec.value, plane.value];
  if (set === null || cut?.kind !== "columns") return null;
  const names = inputNames(set.data);
  const others = names
    .map((name, column) => ({ name, column }))
    .filter(({ column }) => column !== cut.x && column !== cut.y);
  if (others.length === 0) return null;
  const moved = others.filter(({ column }) => (cut.held[column] ?? 0) !== 0).length;
  return (
    <details class="held" data-testid="held">
      <summary title={t("plane.held.tip")}>
        {t("plane.held", { count: others.length })}
        {moved > 0 && <span class="quiet-line"> {t("plane.held.moved", { count: moved })}</span>}
      </summary>
      <div class="held-rows">
        {others.map(({ name, column }) => (
          <label key={name}>
            <span title={columnText(name)}>{columnText(name)}</span>
            <input
              type="range"
              data-testid={`held-${column}`}
              min={MIN_HELD}
              max={MAX_HELD}
              step={0.1}
              aria-valuetext={signed(cut.held[column] ?? 0)}
              value={cut.held[column] ?? 0}
              onInput={({ currentTarget }) => {
                planeChoice.value = held(cut, column, Number(currentTarget.value));
              }}
            />
            <output>{heldText(column, cut.held[column] ?? 0)}</output>
          </label>
        ))}
      </div>
      {moved > 0 && (
        <button
          type="button"
          class="slim-button"
          onClick={() => {
            planeChoice.value = { ...cut, held: [] };
          }}
        >
          {t("plane.held.reset")}
        </button>
      )}
    </details>
  );
}

/** In the column's own unit, where it has one. */
function heldText(column: number, value: number): string {
  const unit = unitOf(column);
  return unit === PLAIN ? signed(value) : figure(inUnit(value, unit));
}

const signed = (value: number) => `${value > 0 ? "+" : ""}${value.toFixed(1)}`.replace("-", "−");

/** The plane with one column held elsewhere; the list reaches as far as it has to. */
export function held(cut: Columns, column: number, value: number): Columns {
  const values = Array.from(
    { length: Math.max(cut.held.length, column + 1) },
    (_, place) => cut.held[place] ?? 0,
  );
  values[column] = value;
  return { ...cut, held: values };
}
