/** Parts of the page that may be changed: by the link's right, and by a teacher's locks. */
import { computed, type ReadonlySignal } from "@preact/signals";
import type { Problem } from "../../wire/types";
import { type Area, isHeld, lockedAreas } from "../people/membership";
import { found } from "./refusals";
import { canEdit, looked } from "./session";

const open = (...areas: Area[]): ReadonlySignal<boolean> =>
  computed(
    () => canEdit.value && !isHeld.value && !areas.some((area) => lockedAreas.value.has(area)),
  );

/** Why the class does not let this be changed now; null where it does. */
export function barred(area: Area): Problem | null {
  if (isHeld.value) return found("held");
  return lockedAreas.value.has(area) ? { ...found("locked"), params: { area } } : null;
}

/** What is looked back at is over: it can be gone on from, not changed. */
const ofNow = (isOpen: ReadonlySignal<boolean>): ReadonlySignal<boolean> =>
  computed(() => isOpen.value && looked.value === null);

export const mayChange = {
  data: ofNow(open("data")),
  network: ofNow(open("network")),
  training: ofNow(open("training")),
  transport: open("transport"),
  /** Single weights by hand, from wherever. */
  weights: ofNow(open("network", "inside")),
} as const;
