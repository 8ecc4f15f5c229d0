/** Numbers and names as the diagram writes them. */
import { type Key, t } from "../i18n";
import { count, significant } from "../plots/numbers";
import type { ActivationName, FeatureName } from "../wire/types";

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
  Number.isFinite(share) ? `${(share * 100).toFixed(1)} %` : "–";

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

/** "Layer 2", counted from the input as a reader does; "Output" for the last. */
export function columnName(id: string, index: number): string {
  if (id === "input") return t("net.input");
  return id === "output" ? t("net.output") : t("net.layer", { number: index });
}
