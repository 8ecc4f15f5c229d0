/** Commands behind the actions that run the network. */
import { t } from "../i18n";
import { barred } from "../state/sync/areas";
import { edit, giveUp, settled } from "../state/sync/edits";
import {
  canEdit,
  carried,
  command,
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
export async function togglePlay(): Promise<void> {
  const step = status.value?.state === "diverged" ? lastGoodStep() : null;
  if (step !== null) await command({ type: "seek", step });
  await command({ type: playing.value ? "pause" : "play" });
}

export const stepOnce = (unit: "step" | "epoch") => void command({ type: "step", count: 1, unit });

/** Begins again at step 0: with the same first weights, or with new ones. */
export function reset(newSeed: boolean): Promise<void> {
  const seed = 1 + Math.floor(Math.random() * 99_999);
  return beginAgain(newSeed, newSeed ? edit("seed", (set) => ({ ...set, seed })) : null);
}

/** Where it belongs to an edit that the server does not take, nothing of what was learned is lost. */
async function beginAgain(newSeed: boolean, ofEdit: number | null): Promise<void> {
  if (ofEdit === null) await settled();
  if (!(await command({ type: "reset", new_seed: false }, undefined, ofEdit))) return;
  say(t(newSeed ? "say.reset.new" : "say.reset"), "reset");
  // What an edit before it had kept is gone with everything else.
  carried.value = null;
}

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
  select(null);
  await beginAgain(
    false,
    edit(`preset ${name}`, () => chosen),
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

export function seekLastGood(): void {
  const step = lastGoodStep();
  if (step === null) void reset(false);
  else void command({ type: "seek", step });
}

/** One thing at a time: what lies uppermost first. */
export function backOut(): void {
  if (drawerOpen.value) drawerOpen.value = false;
  else if (refused.value !== null) giveUp();
  else select(null);
}
