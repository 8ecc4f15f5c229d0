/** Schedules drawn by the server before they are chosen. */
import { type Curve, scaled } from "../../plots/curve-preview";
import { AskedOnce } from "../../state/live/asked-once";
import { spec } from "../../state/sync/session";
import { previewSchedule } from "../../wire/api";
import type { ScheduleSpec, TrainingSpec } from "../../wire/types";
import { isForeseeable } from "./schedules";

const schedules = new AskedOnce<Curve>();

/** A schedule's rates over so many steps; null where they follow from the loss. All are multiples of the learning rate: previewed for at 1. */
export function scheduleCurve(
  schedule: ScheduleSpec,
  steps: number,
  learningRate: number,
): Curve | null {
  const training: TrainingSpec | undefined = spec.peek()?.training;
  if (training === undefined || !isForeseeable(schedule)) return null;
  const previewed = { ...training, schedule, learning_rate: 1 };
  const curve = schedules.get(`${JSON.stringify(schedule)} ${steps}`, () =>
    previewSchedule(previewed, steps),
  );
  return curve === null ? null : scaled(curve, learningRate);
}
