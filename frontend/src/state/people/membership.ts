/** The class of the pupil whose session this page shows. */
import { computed, signal } from "@preact/signals";
import type { Wire } from "../../wire/generated";

export type Area = Wire["Controls"]["hidden"][number];

/** Null where the session belongs to no class, or this page is not its pupil's. */
export const membership = signal<Wire["PupilMessage"] | null>(null);

/** Whether the teacher has paused everybody, and holds their controls. */
export const isHeld = computed(() => membership.value?.eyes_here ?? false);

export const hiddenAreas = computed<ReadonlySet<Area>>(
  () => new Set(membership.value?.hidden ?? []),
);
export const lockedAreas = computed<ReadonlySet<Area>>(
  () => new Set(membership.value?.locked ?? []),
);
