/** Names of a data set's classes. */

import type { Answer } from "../plots/input-names";
import { classCount, task } from "../spec/datasets";
import type { DataSpec } from "../wire/types";
import { isKey, t } from ".";

/** The names that an uploaded table's target has for its classes. */
function uploaded({ dataset, upload }: DataSpec): readonly string[] {
  if (dataset !== "upload" || upload === null) return [];
  return upload.columns.find(({ role }) => role === "target")?.categories ?? [];
}

/** A class by its number from 0: "7" of digits, "ring", a name from a table, else "1", "2" … */
export function className(data: DataSpec, label: number): string {
  if (data.dataset === "digits") return String(label);
  const key = `class.${data.dataset}.${label}`;
  if (isKey(key)) return t(key);
  return uploaded(data)[label] ?? String(label + 1);
}

export const classNames = (data: DataSpec): string[] =>
  Array.from({ length: classCount(data) }, (_, label) => className(data, label));

/** What a number to predict is called: an uploaded table's target has a name. */
export const targetName = ({ upload }: DataSpec): string | null =>
  upload?.columns.find(({ role }) => role === "target")?.name ?? null;

/**
 * What the outputs of a network of so many are called: a class each, or the two classes between
 * which a single one tells, or the number that it predicts. None where there is nothing to say.
 */
export function answers(data: DataSpec, outputs: number): Answer[] {
  if (task(data) === "regression") {
    const target = data.dataset === "upload" ? targetName(data) : null;
    return target === null ? [] : [{ text: target, sign: null }];
  }
  const names = classNames(data).map((text, sign) => ({ text, sign }));
  return outputs === names.length || (outputs === 1 && names.length === 2) ? names : [];
}
