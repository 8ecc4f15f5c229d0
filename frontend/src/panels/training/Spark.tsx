/** A schedule's curve as small as a word. */
import { sparkPath } from "../../plots/curve-preview";
import { previewsVersion } from "../../state/live/asked-once";
import type { ScheduleSpec } from "../../wire/types";
import { scheduleCurve } from "./schedule-previews";
import { isForeseeable, roundedUp, span } from "./schedules";
import "./Spark.css";

const SIZE = { width: 30, height: 14 };
/** Stairs of unequal length: when they come is the loss's matter. */
const STAIRS = "M0 0H11V5H17V9H27V12H30";

export function Spark({ schedule }: { readonly schedule: ScheduleSpec }) {
  void previewsVersion.value;
  const curve = scheduleCurve(schedule, roundedUp(span(schedule)), 1);
  const path = isForeseeable(schedule)
    ? curve && sparkPath(curve, SIZE.width, SIZE.height)
    : STAIRS;
  return (
    <svg class="spark" viewBox={`-1 -1 ${SIZE.width + 2} ${SIZE.height + 2}`} aria-hidden="true">
      {path !== null && <path d={path} />}
    </svg>
  );
}
