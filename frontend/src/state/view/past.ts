/** Looking back: the line of the past that the slider shows, and where on it. */
import { computed, signal } from "@preact/signals";
import type { Branch } from "../../wire/branches";
import { command, looked, status } from "../sync/session";

/** The branch chosen to look at; null is the one that trains. */
const chosen = signal<{ readonly branch: string; readonly last: number } | null>(null);

interface Line {
  readonly branch: string;
  /** Its newest step. */
  readonly last: number;
  readonly isPresent: boolean;
}

/** The branch, with those that it comes from, on which the slider moves. */
export const line = computed<Line | null>(() => {
  const [now, other] = [status.value, chosen.value];
  if (now === null) return null;
  if (looked.value !== null && other !== null && other.branch !== now.branch)
    return { ...other, isPresent: false };
  return { branch: now.branch, last: Math.max(now.last_step, now.step), isPresent: true };
});

/** The step that the pictures are of. */
export const shownStep = computed(() => looked.value?.step ?? status.value?.step ?? 0);

/** Shows a step of the line. */
export function lookAt(step: number): void {
  const now = line.peek();
  if (now === null) return;
  if (now.isPresent) chosen.value = null;
  void command({ type: "look", branch: now.branch, step });
}

/** Shows a step of any branch, on which the slider moves from then on. */
export function lookAtBranch({ id, last_step }: Branch, step: number): void {
  chosen.value = { branch: id, last: last_step };
  void command({ type: "look", branch: id, step });
}

/** The number by which a branch is called. */
export const branchNumber = (id: string): string => id.replace(/^b/, "");
