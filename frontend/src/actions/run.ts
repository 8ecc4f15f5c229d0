/** Commands behind the actions that run the network. */
import { t } from "../i18n";
import { barred } from "../state/sync/areas";
import { edit, revise } from "../state/sync/edits";
import { giveUp } from "../state/sync/sending";
import {
  canEdit,
  carried,
  command,
  looked,
  playing,
  problem,
  refused,
  status,
} from "../state/sync/session";
import { drawerOpen, select } from "../state/view/view";
import { say } from "../ui/say";
import type { Preset } from "../wire/api";

export const PACES: readonly (number | null)[] = [1, 10, 100, 1500, 10_000, null];

/** What has diverged begins where it was last good: from where it broke it would break again. */
export function togglePlay(): void {
  const isPlaying = playing.value;
  if (status.value?.state === "diverged") toLastGood();
  void command({ type: isPlaying ? "pause" : "play" });
}

export const stepOnce = (unit: "step" | "epoch") => void command({ type: "step", count: 1, unit });

let gestures = 0;
/** Two of these are never undone as one. */
const newGesture = (name: string) => `${name} ${++gestures}`;

/** Begins again at step 0: with the same first weights, or with new ones. Undone at once. */
export function reset(newSeed: boolean): Promise<void> {
  backToNow();
  const [gesture, seed] = [newGesture("reset"), 1 + Math.floor(Math.random() * 99_999)];
  const ofEdit = newSeed ? edit(gesture, (set) => ({ ...set, seed })) : null;
  return beginAgain(gesture, newSeed, ofEdit);
}

/** Where it belongs to an edit that the server does not take, nothing of what was learned is lost. */
async function beginAgain(gesture: string, newSeed: boolean, ofEdit: number | null): Promise<void> {
  if (!(await revise(gesture, { type: "reset", new_seed: false }, ofEdit))) return;
  say(t(newSeed ? "say.reset.new" : "say.reset"), "reset");
  // What an edit before it had kept is gone with everything else.
  carried.value = null;
}

/** Trains on from a step of the past; what came after it stays. */
export const goOnFrom = (branch: string, step: number): Promise<boolean> =>
  revise(newGesture("continue"), { type: "continue", branch, step });

export const setPace = (steps_per_second: number | null) =>
  void command({ type: "pace", steps_per_second });

/** The preset's set-up in this session, as one edit, begun at step 0. */
export async function choosePreset({ spec: chosen, name }: Preset): Promise<void> {
  if (!canEdit.value) return;
  // Else it would be in force without having begun.
  const why = barred("transport");
  if (why !== null) {
    problem.value = why;
    return;
  }
  backToNow();
  select(null);
  const gesture = newGesture(`preset ${name}`);
  await beginAgain(
    gesture,
    false,
    edit(gesture, () => chosen),
  );
}

export const rename = (name: string) => edit("name", (before) => ({ ...before, name }));

/** The last kept step before the numbers broke, if any. */
export function lastGoodStep(): number | null {
  const now = status.value;
  if (now === null) return null;
  const broken = now.diverged?.step ?? Number.POSITIVE_INFINITY;
  return now.snapshots.filter((step) => step < broken).at(-1) ?? null;
}

export function toLastGood(): void {
  const [step, now] = [lastGoodStep(), status.value];
  if (step === null || now === null) void reset(false);
  else void goOnFrom(now.branch, step);
}

/** Everybody in the session sees the present again. */
export function backToNow(): void {
  if (looked.value === null) return;
  looked.value = null;
  void command({ type: "now" });
}

/** One thing at a time: what lies uppermost first. */
export function backOut(): void {
  if (drawerOpen.value) drawerOpen.value = false;
  else if (refused.value !== null) giveUp();
  else if (looked.value !== null && canEdit.value) backToNow();
  else select(null);
}
