/** Names of a table's columns. */
import { isKey, t } from ".";

/** Each of the breast cancer table's ten measures is there as mean, error and worst. */
const AS = [
  ["mean", /^mean_(.+)$/],
  ["error", /^(.+)_error$/],
  ["worst", /^worst_(.+)$/],
] as const;

/** A column by its name in the language chosen; one of an upload as it is. */
export function columnText(name: string): string {
  const whole = `column.${name}`;
  if (isKey(whole)) return t(whole);
  for (const [as, pattern] of AS) {
    const key = `column.cell.${pattern.exec(name)?.[1]}`;
    if (isKey(key)) return t(`column.${as}`, { name: t(key) });
  }
  return name;
}
