/** Numbers and names as the diagram writes them. */

import { count, significant } from "../plots/numbers";
import { form, inputNames } from "../spec/datasets";
import type { ActivationName, DataSpec, FeatureName } from "../wire/types";
import { isKey, type Key, t } from ".";
import { columnText } from "./columns";

/** Three significant digits; a dash for what is not there yet. */
export const figure = (value: number | null | undefined) => significant(value ?? Number.NaN);

export const grouped = count;

/** 41234 as "41.2k": what changes all the time is read at a glance. */
export function rough(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (value >= 1e6) return `${(value / 1e6).toFixed(1)}M`;
  if (value >= 1e4) return `${(value / 1e3).toFixed(1)}k`;
  return grouped(value);
}

export const percent = (share: number) =>
  Number.isFinite(share) ? `${(share * 100).toFixed(1)}%` : "–";

/** Mathematics needs no translation. */
export const FEATURE_SIGNS: Readonly<Record<FeatureName, string>> = {
  x1: "x₁",
  x2: "x₂",
  x1_squared: "x₁²",
  x2_squared: "x₂²",
  x1x2: "x₁x₂",
  sin_x1: "sin x₁",
  sin_x2: "sin x₂",
  cos_x1: "cos x₁",
  cos_x2: "cos x₂",
};

export const activationName = (name: ActivationName) => t(`activation.${name}` satisfies Key);

export const kindName = (kind: string) => {
  const key = `kind.${kind}`;
  return isKey(key) ? t(key) : kind;
};

/** "Layer 2", counted from the input as a reader does, or "Conv 2"; "Output" for the last. */
export function columnName(id: string, index: number, kind = "dense"): string {
  if (id === "input") return t("net.input");
  if (id === "output") return t("net.output");
  if (kind === "dense") return t("net.layer", { number: index });
  const key = `kind.${kind}.short`;
  return t("net.layer.kind", { kind: isKey(key) ? t(key) : kind, number: index });
}

/** What the network is told of each sample, by its number: "x₁", or a table's column. */
export function inputName(data: DataSpec, unit: number): string {
  const name = inputNames(data)[unit];
  if (name === undefined) return form(data) === "image" ? t("net.picture") : "";
  return Object.hasOwn(FEATURE_SIGNS, name) ? FEATURE_SIGNS[name as FeatureName] : columnText(name);
}
