/** Figures of a class as its pages write them. */

import { t } from "../i18n";
import { figure, percent } from "../i18n/text";
import { isToday, moment } from "../i18n/times";
import { readNumber } from "../ui/typed";
import { bounds } from "../wire/bounds";
import { MESSAGES } from "../wire/catalogue";
import type { Board, Challenge, Entry } from "../wire/classroom";

export function scoreText(score: number | null, board: Board): string {
  if (score === null) return "–";
  return board === "test_accuracy" ? percent(score) : figure(score);
}

/** When a class ends by itself, in seconds since 1970; with the day unless it is today. */
export function endsText(until: number, now = Date.now()): string {
  const key = isToday(until, now) ? "room.until" : "room.until.day";
  return t(key, { time: moment(until, now) });
}

const { budget, target } = MESSAGES.BeginChallenge;

/** What the server takes of a limit. */
export const allowed = (limit: Use["limit"]) => bounds(budget.fields[limit]);

/**
 * A target as it is typed, per cent for an accuracy, as the server takes it: null for none,
 * undefined for what can be no target.
 */
export function targetOf(typed: string, board: Board): number | null | undefined {
  const isShare = board === "test_accuracy";
  const text = isShare ? typed.replace("%", "").trim() : typed.trim();
  if (text === "") return null;
  const wanted = readNumber(text);
  if (wanted === null || wanted < 0) return undefined;
  if (isShare) return wanted <= 100 ? wanted / 100 : undefined;
  return wanted <= target.max ? wanted : undefined;
}

/** A limit as it is typed, a whole number from 1 on: null for none, undefined for no limit. */
export function limitOf(typed: string, limit: Use["limit"]): number | null | undefined {
  const text = typed.trim();
  if (text === "") return null;
  const wanted = readNumber(text, true);
  const { min, max } = allowed(limit);
  if (wanted === null || !Number.isInteger(wanted)) return undefined;
  return wanted >= min && wanted <= max ? wanted : undefined;
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
