/** Figures of a class as its pages write them. */
import { figure, percent } from "../editor/text";
import { t } from "../i18n";
import type { Board, Challenge, Entry } from "../wire/classroom";

export function scoreText(score: number | null, board: Board): string {
  if (score === null) return "–";
  return board === "test_accuracy" ? percent(score) : figure(score);
}

/** A target as it is typed, per cent for an accuracy, as the server takes it; null for none. */
export function targetOf(typed: string, board: Board): number | null {
  const wanted = Number.parseFloat(typed.replace(",", "."));
  if (!Number.isFinite(wanted) || wanted < 0) return null;
  return board === "test_accuracy" ? Math.min(1, wanted / 100) : wanted;
}

/** A limit as it is typed: a whole number from 1 on, or null for none. */
export function limitOf(typed: string): number | null {
  const wanted = Math.round(Number.parseFloat(typed));
  return Number.isFinite(wanted) && wanted >= 1 ? wanted : null;
}

/** A pupil's place, counted from 1; equal scores have places of their own. Null without a score. */
export function rankOf({ entries }: Challenge, pupil: string): number | null {
  const at = entries.findIndex((entry) => entry.pupil === pupil);
  return at < 0 || entries[at]?.score === null ? null : at + 1;
}

export const overText = ({ over }: Entry): string =>
  over.map((limit) => t(`room.over.${limit}`)).join(", ");

export interface Use {
  readonly limit: "parameters" | "steps" | "layers";
  readonly used: number;
  readonly most: number;
}

/** What of a budget is used, of that which is limited. */
export const usesOf = (
  { budget }: Challenge,
  used: Readonly<Record<Use["limit"], number>>,
): readonly Use[] =>
  (["parameters", "steps", "layers"] as const).flatMap((limit) => {
    const most = budget[limit];
    return most === null ? [] : [{ limit, used: used[limit], most }];
  });
