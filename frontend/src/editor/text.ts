/** Numbers and names as the diagram writes them. */
import { type Key, t } from "../i18n";
import type { ActivationName, FeatureName } from "../wire/types";

/** Three significant digits, a real minus sign, and a power of ten only where it is needed. */
export function figure(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size === 0) return "0.00";
  const tiny = size < 1e-3 || size >= 1e6;
  const text = tiny ? value.toExponential(2) : size >= 1000 ? grouped(value) : value.toPrecision(3);
  return text.replaceAll("-", "−");
}

const THOUSANDS = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
export const grouped = (value: number) => THOUSANDS.format(value);

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
