/** The curves of the run, kept whole: columns of one length that grow. */
import { signal } from "@preact/signals";
import type { Curves } from "../../plots/traces";
import type { Wire } from "../../wire/generated";
import type { Column } from "../../wire/types";

let columns: Record<string, Column> = {};

/** Rises whenever the curves change; charts read it at their own pace. */
export const curvesVersion = signal(0);

export const curves = (): Curves => columns;
export const curveLength = (): number => columns.step?.length ?? 0;

export function clearCurves(): void {
  columns = {};
  curvesVersion.value += 1;
}

/** Drops the points above `keep_until`, then appends; a column not named is null there. */
export function appendCurves({ keep_until, columns: added }: Wire["CurvesMessage"]): void {
  if (keep_until !== null) {
    const steps = columns.step ?? [];
    let kept = steps.length;
    while (kept > 0 && (steps[kept - 1] ?? 0) > keep_until) kept -= 1;
    for (const column of Object.values(columns)) column.length = kept;
  }
  const before = curveLength();
  const more = added.step?.length ?? 0;
  for (const name of new Set([...Object.keys(columns), ...Object.keys(added)])) {
    columns[name] ??= new Array<null>(before).fill(null);
    const values = added[name] ?? new Array<null>(more).fill(null);
    for (const value of values) columns[name].push(value);
  }
  curvesVersion.value += 1;
}
