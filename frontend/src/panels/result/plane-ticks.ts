/** The numbers along the plane's axes: of a table in its columns' own units. */
import { figure } from "../../i18n/text";
import { DOMAIN } from "../../plots/boundary";
import { short } from "../../plots/numbers";
import { form } from "../../spec/datasets";
import { spec } from "../../state/sync/session";
import { inUnit, ticksWithin, type Unit, unitOf } from "../../state/view/data-units";
import { plane } from "../../state/view/view";

export interface TickText {
  /** Where it stands, as the network has it. */
  readonly at: number;
  readonly text: string;
}

const TICKS: Readonly<Record<number, readonly number[]>> = { [DOMAIN]: [-6, -3, 0, 3, 6] };
const STANDARD_TICKS = [-3, -2, -1, 0, 1, 2, 3];
/** So many stand in a row without touching each other, the widest of them too. */
const MAX_ACROSS = 5;
const MAX_UP = 7;

/** The unit of what lies along an axis; null where it is the network's own. */
export function axisUnit(axis: "x" | "y"): Unit | null {
  const [data, cut] = [spec.value?.data, plane.value];
  if (data === undefined || form(data) !== "table" || cut?.kind !== "columns") return null;
  const unit = unitOf(cut[axis]);
  return unit.zero === 0 && unit.scale === 1 ? null : unit;
}

const plain = (tick: number) => String(tick).replace("-", "−");

/** As many decimals as tell the ticks apart. */
function writing(values: readonly number[]): (value: number) => string {
  const step = Math.abs((values[1] ?? 0) - (values[0] ?? 0));
  const most = Math.max(...values.map(Math.abs));
  if (step < 1e-4 || most >= 1e6) return short;
  const digits = Math.max(0, Math.min(4, Math.ceil(-Math.log10(step) - 1e-9)));
  const exact = values.every((value) => Math.abs(value - Number(value.toFixed(digits))) < 1e-9);
  const format = new Intl.NumberFormat("en", {
    minimumFractionDigits: exact ? digits : digits + 1,
    maximumFractionDigits: exact ? digits : digits + 1,
  });
  return (value) => format.format(value).replace("-", "−");
}

/** The numbers along an axis that goes from −reach to +reach. */
export function ticksOf(axis: "x" | "y", reach: number): TickText[] {
  const unit = axisUnit(axis);
  if (unit === null) {
    return (TICKS[reach] ?? STANDARD_TICKS).map((at) => ({ at, text: plain(at) }));
  }
  const ticks = ticksWithin(reach, unit, axis === "x" ? MAX_ACROSS : MAX_UP);
  const write = writing(ticks.map(({ value }) => value));
  return ticks.map(({ at, value }) => ({ at, text: write(value) }));
}

/** Heights of a curve, whose numbers go from −1 to 1 times its bound. */
export const lineTicks = (bound: number): TickText[] =>
  [-1, 0, 1].map((tick) => {
    const at = tick * Number(short(bound));
    return { at, text: plain(at) };
  });

/** Whether no number stands at the very end of an axis, where it would be moved inward. */
export const areInner = (reach: number): boolean => TICKS[reach] === undefined;

/** A value along an axis, where one points. */
export function alongAxis(axis: "x" | "y", value: number): string {
  const unit = axisUnit(axis);
  return figure(unit === null ? value : inUnit(value, unit));
}
