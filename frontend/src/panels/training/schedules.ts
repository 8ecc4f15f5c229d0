/** The learning-rate schedules as the panel offers them, and over how many steps each is shown. */

import { readNumber } from "../../ui/typed";
import { defaults, ordered } from "../../wire/bounds";
import { SCHEDULES as FACTS } from "../../wire/catalogue";
import type { ScheduleSpec } from "../../wire/types";
import { type ParamRow, rowOf, rowsOf } from "./params";

export type ScheduleKind = ScheduleSpec["kind"];
export type ChainSpec = Extract<ScheduleSpec, { kind: "chain" }>;
export type ChainPart = ChainSpec["parts"][number];
export type SimpleSchedule = ChainPart["schedule"];

const ORDER: readonly ScheduleKind[] = [
  "constant",
  "step",
  "multi_step",
  "exponential",
  "inverse_time",
  "polynomial",
  "cosine",
  "warm_restarts",
  "linear",
  "cyclic",
  "one_cycle",
  "chain",
  "plateau",
];

export const SCHEDULE_KINDS = ordered(Object.keys(FACTS) as ScheduleKind[], ORDER);

export const SCHEDULES = Object.fromEntries(
  SCHEDULE_KINDS.map((kind) => [kind, { kind, ...defaults(FACTS[kind]) }]),
) as { readonly [Kind in ScheduleKind]: Extract<ScheduleSpec, { kind: Kind }> };

export const { minItems: MIN_PARTS, maxItems: MAX_PARTS, items: PART } = FACTS.chain.parts;
export const PART_STEPS: ParamRow = rowOf("chain", "steps", PART.fields.steps);

/** What a part of a chain can be. */
export const SIMPLE_KINDS = ordered<SimpleSchedule["kind"]>(
  PART.fields.schedule.kinds,
  ORDER as readonly SimpleSchedule["kind"][],
);
export const simpleSchedule = (kind: SimpleSchedule["kind"]): SimpleSchedule => SCHEDULES[kind];

/** The plateau schedule falls when the loss stalls, which cannot be previewed. */
export const isForeseeable = ({ kind }: ScheduleSpec) => kind !== "plateau";

/** The sliders of a schedule as it is set. */
export function scheduleRows(schedule: ScheduleSpec): readonly ParamRow[] {
  const rows = rowsOf(schedule.kind, FACTS[schedule.kind]);
  if (schedule.kind !== "cyclic" || schedule.mode === "exp_range") return rows;
  return rows.filter(({ name }) => name !== "gamma");
}

const { maxItems: MAX_MILESTONES, items: MILESTONE } = FACTS.multi_step.milestones;

/** "1000, 3000": some whole numbers of steps, ascending; null for anything else. */
export function milestonesFrom(text: string): number[] | null {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== "");
  const read = parts.map((part) => readNumber(part, true));
  const steps = read.filter(
    (step): step is number =>
      Number.isInteger(step) && Number(step) >= MILESTONE.min && Number(step) <= MILESTONE.max,
  );
  const isAll = steps.length === parts.length;
  if (!isAll || steps.length === 0 || steps.length > MAX_MILESTONES) return null;
  return [...new Set(steps)].sort((one, other) => one - other);
}

const MIN_STEPS = 10;

/** From 10 on: whole numbers of 1, 2 or 5 and zeros: few different lengths, so few previews to ask for. */
export function roundedUp(steps: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(MIN_STEPS, steps)));
  const part = [1, 2, 5, 10].find((multiple) => multiple * power >= steps) ?? 10;
  return part * power;
}

/** How many steps show what a schedule does. */
export function span(schedule: ScheduleSpec): number {
  switch (schedule.kind) {
    case "constant":
    case "plateau":
      return 10_000;
    case "step":
      return 6 * schedule.every;
    case "multi_step":
      return 1.4 * Math.max(...schedule.milestones);
    case "exponential":
      return Math.min(1_000_000, Math.log(1e-3) / Math.log(Math.min(schedule.factor, 0.999999)));
    case "cosine":
      return 2 * schedule.period;
    case "warm_restarts": {
      const { period, multiplier } = schedule;
      return period * (1 + multiplier + multiplier ** 2);
    }
    case "polynomial":
      return 1.2 * schedule.total;
    case "inverse_time":
      return 10 * schedule.scale;
    case "cyclic":
      return 3 * schedule.period;
    case "one_cycle":
      return schedule.total;
    case "chain":
      return schedule.parts.reduce(
        (sum, { schedule: part, steps }, place) =>
          sum + (place === schedule.parts.length - 1 ? span(part) : steps),
        0,
      );
    default:
      return 1.5 * longest(schedule);
  }
}

/** The step from which a schedule keeps its last value; null for one that never ends. */
export function endOf(schedule: ScheduleSpec): number | null {
  switch (schedule.kind) {
    case "one_cycle":
    case "polynomial":
    case "linear":
      return schedule.total;
    case "multi_step":
      return Math.max(...schedule.milestones);
    default:
      return null;
  }
}

/** The largest number of steps that a schedule names. */
function longest(schedule: ScheduleSpec): number {
  const values = schedule as unknown as Readonly<Record<string, number>>;
  const steps = rowsOf(schedule.kind, FACTS[schedule.kind])
    .filter(({ whole }) => whole)
    .map(({ name }) => values[name] ?? 0);
  return Math.max(MIN_STEPS, ...steps);
}
