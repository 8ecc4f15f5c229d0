/** Names of a data set's classes. */

import { classCount } from "../spec/datasets";
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
