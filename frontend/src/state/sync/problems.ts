/** A problem is told for as long as it holds. */
import { computed, effect } from "@preact/signals";
import { isHeld, lockedAreas, membership } from "../people/membership";
import { problem, status } from "./session";

/** Long enough to be read. */
const READ_MS = 4000;

const told = computed(() => ({ what: problem.value, at: Date.now() }));
const state = computed(() => status.value?.state);
const GOES_ON: ReadonlySet<string | undefined> = new Set(["playing", "paused", "diverged"]);

// A refusal may be here before the class has said what it holds: only its next word counts.
effect(() => {
  if (membership.value !== null && isOver()) problem.value = null;
});

function isOver(): boolean {
  const now = problem.peek();
  if (now?.code === "held") return !isHeld.peek();
  if (now?.code !== "locked") return false;
  return !([...lockedAreas.peek()] as unknown[]).includes(now.params.area);
}

effect(() => {
  const { what, at } = told.value;
  if (what?.code !== "trainer_lost" || !GOES_ON.has(state.value)) return;
  const timer = setTimeout(
    () => {
      problem.value = null;
    },
    Math.max(0, at + READ_MS - Date.now()),
  );
  return () => clearTimeout(timer);
});
