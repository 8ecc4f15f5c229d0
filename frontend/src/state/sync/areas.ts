/** Parts of the page that may be changed: by the link's right, and by a teacher's locks. */
import { computed, type ReadonlySignal } from "@preact/signals";
import { type Area, isHeld, lockedAreas } from "../people/membership";
import { canEdit } from "./session";

const open = (...areas: Area[]): ReadonlySignal<boolean> =>
  computed(
    () => canEdit.value && !isHeld.value && !areas.some((area) => lockedAreas.value.has(area)),
  );

export const mayChange = {
  data: open("data"),
  network: open("network"),
  training: open("training"),
  transport: open("transport"),
  /** Single weights by hand, from wherever. */
  weights: open("network", "inside"),
} as const;
