/** Sizes of files, in the language chosen. */
import { language } from "./language";

const UNITS = [
  ["gigabyte", 1e9],
  ["megabyte", 1e6],
  ["kilobyte", 1e3],
] as const;

/** "12 kB", "3.4 MB"; what is less than a kilobyte is one. */
export function sizeText(bytes: number): string {
  const [unit, scale] = UNITS.find(([, least]) => bytes >= least) ?? UNITS[2];
  const value = Math.max(1, bytes / scale);
  return new Intl.NumberFormat(language.value, {
    style: "unit",
    unit,
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}
