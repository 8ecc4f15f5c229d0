/** Numbers as every panel writes them: three significant digits, thousands parted, a real minus. */

const GROUPED = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const DIGITS = 3;

/** A whole number with its thousands parted: "12,480". */
export function count(value: number): string {
  return Number.isFinite(value) ? GROUPED.format(Math.round(value)).replace("-", "−") : "–";
}

/** Three significant digits; a power of ten only below 0.0001 and from a million on. */
export function significant(value: number): string {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  return plain(value).replaceAll("-", "−");
}

function plain(value: number): string {
  if (value === 0) return "0";
  const rounded = Number(value.toPrecision(DIGITS));
  const size = Math.abs(rounded);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(DIGITS - 1);
  if (size >= 1000) return count(value);
  return value.toFixed(Math.max(0, DIGITS - 1 - Math.floor(Math.log10(size))));
}

/** Writes a number as short as it stays exact, for axes and fields: "0.05" and not "0.0500". */
export function short(value: number): string {
  const text = significant(value);
  return text.includes(".") ? text.replace(/\.?0+(?=$|e)/, "") : text;
}
