/** Places in a set-up, in words. */

import { isKey, type Key, t } from "../i18n";
import { columnName } from "../i18n/text";
import { count, significant } from "../plots/numbers";
import type { Spec } from "../wire/types";

const fieldKey = (name: string | undefined): Key | null => {
  const key = `field.${name}`;
  return isKey(key) ? key : null;
};

/** "Learning rate", "Layer 2, Units": the field at a JSON pointer into `spec`. */
export function placeName(pointer: string, spec: Spec | null): string {
  const [area = "", ...inside] = pointer.split("/").slice(1);
  if (area === "network") return networkName(inside, spec);
  const whole = fieldKey(area) ?? "field.spec";
  const [first, ...deeper] = inside;
  if (first === undefined) return t(whole);
  const name = fieldKey(first) ?? whole;
  const last = fieldKey(deeper.findLast((part) => fieldKey(part) !== null && part !== "kind"));
  return last === null ? t(name) : t("place.layer", { layer: t(name), field: t(last) });
}

function networkName([part, place, ...inside]: string[], spec: Spec | null): string {
  if (part === "skips") return t("place.skips");
  if (part === "output") {
    const key = fieldKey(place);
    const layer = t("net.output");
    return key === null ? layer : t("place.layer", { layer, field: t(key) });
  }
  if (part !== "layers") return t("field.network");
  if (place === undefined) return t("field.layers");
  const layer = spec?.network.layers[Number(place)];
  const name = columnName(layer?.id ?? "", Number(place) + 1, layer?.kind);
  const key = fieldKey(inside.findLast((each) => fieldKey(each) !== null && each !== "kind"));
  return key === null ? name : t("place.layer", { layer: name, field: t(key) });
}

const MAX_NAMED = 3;

/** A few of them by name, the others by number. */
export function placeNames(pointers: readonly string[], spec: Spec | null): string {
  const names = [...new Set(pointers.map((pointer) => placeName(pointer, spec)))];
  if (names.length <= MAX_NAMED) return names.join(", ");
  const fields = names.slice(0, MAX_NAMED - 1).join(", ");
  return t("history.more", { fields, count: names.length - MAX_NAMED + 1 });
}

/** Names of what a field may be set to. */
const CHOICES = ["activation", "dataset", "optimizer", "loss", "schedule", "init", "kind"] as const;

/** A field's value as the page writes it; what has no short form is "something else". */
export function valueName(value: unknown): string {
  if (value === undefined) return t("conflict.gone");
  if (typeof value === "number") return Number.isInteger(value) ? count(value) : significant(value);
  if (typeof value === "string") {
    const key = CHOICES.map((choice) => `${choice}.${value}`).find(isKey);
    return key === undefined ? `“${value}”` : t(key);
  }
  if (typeof value === "object" && value !== null && "kind" in value) return valueName(value.kind);
  return t("conflict.other");
}
