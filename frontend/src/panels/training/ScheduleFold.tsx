/** The learning-rate schedule: every kind with its curve, a look at another before it is chosen. */
import { useState } from "preact/hooks";
import { Plot } from "../../charts/Plot";
import { t } from "../../i18n";
import { figure, grouped } from "../../i18n/text";
import { paintPreview, type Curve as RateCurve, rateAt } from "../../plots/curve-preview";
import { changeTraining } from "../../spec/spec";
import { previewsVersion } from "../../state/live/asked-once";
import { edit } from "../../state/sync/edits";
import { status } from "../../state/sync/session";
import { liveStep } from "../../state/view/figures";
import { Fold } from "../../ui/fields";
import { lazily } from "../../ui/lazily";
import type { ScheduleSpec, TrainingSpec } from "../../wire/types";
import { ScheduleSettings } from "./ScheduleSettings";
import { Spark } from "./Spark";
import { scheduleCurve } from "./schedule-previews";
import {
  endOf,
  isForeseeable,
  roundedUp,
  SCHEDULE_KINDS,
  SCHEDULES,
  type ScheduleKind,
  span,
} from "./schedules";
import "./ScheduleFold.css";

const ChainEditor = lazily(async () => (await import("./ChainEditor")).ChainEditor);

const choose = (name: string, schedule: ScheduleSpec) =>
  edit(`training.schedule.${name}`, (before) => changeTraining(before, { schedule }));

export function ScheduleFold({ training }: { readonly training: TrainingSpec }) {
  const { schedule } = training;
  return (
    <Fold
      testid="fold-schedule"
      name={t("training.schedule")}
      used={schedule.kind !== "constant"}
      brief={
        <>
          <Spark schedule={schedule} />
          {t(`schedule.${schedule.kind}`)}
        </>
      }
    >
      {() => <Schedules training={training} />}
    </Fold>
  );
}

function Schedules({ training }: { readonly training: TrainingSpec }) {
  const { schedule } = training;
  const [considered, setConsidered] = useState<ScheduleKind | null>(null);
  const shown = considered ?? schedule.kind;
  return (
    <>
      <Kinds chosen={schedule.kind} considered={considered} onConsider={setConsidered} />
      <p class="kind-tip">{t(`schedule.${shown}.tip`)}</p>
      <Curve training={training} considered={considered === schedule.kind ? null : considered} />
      <Counted schedule={schedule} />
      {schedule.kind === "chain" ? (
        <ChainEditor chain={schedule} onChange={choose} />
      ) : (
        <ScheduleSettings schedule={schedule} onChange={choose} />
      )}
    </>
  );
}

/** From where steps are counted, told once a run is under way; and that a schedule is over. */
function Counted({ schedule }: { readonly schedule: ScheduleSpec }) {
  const step = liveStep.value;
  if (step === 0 || schedule.kind === "constant" || schedule.kind === "plateau") return null;
  const isOver = step >= (endOf(schedule) ?? Number.POSITIVE_INFINITY);
  return (
    <p class="quiet-note" data-testid="schedule-counted" data-over={isOver}>
      {t(isOver ? "schedule.over" : "schedule.counted", { step: grouped(step) })}
    </p>
  );
}

interface KindsProps {
  readonly chosen: ScheduleKind;
  readonly considered: ScheduleKind | null;
  readonly onConsider: (kind: ScheduleKind | null) => void;
}

/** A list in which moving is only looking: Enter, Space or a click chooses. */
function Kinds({ chosen, considered, onConsider }: KindsProps) {
  const active = considered ?? chosen;
  const keys = (event: KeyboardEvent) => {
    const at = SCHEDULE_KINDS.indexOf(active);
    const last = SCHEDULE_KINDS.length - 1;
    const places: Record<string, number> = {
      ArrowDown: Math.min(last, at + 1),
      ArrowRight: Math.min(last, at + 1),
      ArrowUp: Math.max(0, at - 1),
      ArrowLeft: Math.max(0, at - 1),
      Home: 0,
      End: last,
    };
    const kind = SCHEDULE_KINDS[places[event.key] ?? -1];
    if (kind !== undefined) onConsider(kind);
    else if (event.key === "Enter" || event.key === " ") choose("kind", SCHEDULES[active]);
    else if (event.key === "Escape") onConsider(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      class="kinds"
      role="listbox"
      tabIndex={0}
      data-testid="schedule"
      aria-label={t("training.schedule")}
      aria-activedescendant={`schedule-${active}`}
      onKeyDown={keys}
      onBlur={() => onConsider(null)}
      onPointerLeave={() => onConsider(null)}
    >
      {SCHEDULE_KINDS.map((kind) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names the active option
        // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys
        <div
          key={kind}
          id={`schedule-${kind}`}
          class="kind"
          role="option"
          data-testid={`schedule-${kind}`}
          data-active={kind === active}
          aria-selected={kind === chosen}
          onPointerEnter={() => onConsider(kind)}
          onClick={() => choose("kind", SCHEDULES[kind])}
        >
          <Spark schedule={SCHEDULES[kind]} />
          {t(`schedule.${kind}`)}
        </div>
      ))}
    </div>
  );
}

interface CurveProps {
  readonly training: TrainingSpec;
  readonly considered: ScheduleKind | null;
}

function Curve({ training, considered }: CurveProps) {
  const [log, setLog] = useState(false);
  void previewsVersion.value;
  const { schedule, learning_rate } = training;
  const step = status.value?.step ?? 0;
  const other = considered === null ? null : SCHEDULES[considered];
  const long = Math.max(span(schedule), other === null ? 0 : span(other), 1.2 * step);
  const steps = roundedUp(Math.min(long, 5_000_000));
  const chosen = scheduleCurve(schedule, steps, learning_rate);
  const looked = other === null ? null : scheduleCurve(other, steps, learning_rate);
  const names = { step: t("chart.step"), rate: t("training.rate") };
  if (!isForeseeable(other ?? schedule)) {
    return (
      <p class="unforeseen" data-testid="schedule-unforeseen">
        {t("training.schedule.unforeseen")}
      </p>
    );
  }
  return (
    <div class="curve-preview">
      <label class="check">
        <input
          type="checkbox"
          data-testid="schedule-log"
          checked={log}
          onChange={({ currentTarget }) => setLog(currentTarget.checked)}
        />
        {t("chart.log")}
      </label>
      <Plot
        testid="schedule-curve"
        label={t("training.schedule.picture", {
          kind: t(`schedule.${considered ?? schedule.kind}`),
        })}
        tell={() => tell(looked ?? chosen, step)}
        draw={(onto, inks) => {
          const first = chosen ?? looked;
          if (first === null) return;
          const beside = chosen === null ? null : looked;
          paintPreview(onto, { chosen: first, considered: beside, step, log, names }, inks);
        }}
      />
    </div>
  );
}

/** Where the rate begins and ends, when it is highest, and what it is now. */
function tell(curve: RateCurve | null, step: number): string {
  if (curve === null) return t("say.nothing");
  const { steps, rates } = curve;
  const peak = rates.reduce((best, rate, at) => (rate > (rates[best] ?? 0) ? at : best), 0);
  return t("say.schedule", {
    first: figure(rates[0]),
    last: figure(rates.at(-1)),
    end: grouped(steps.at(-1) ?? 0),
    highest: figure(rates[peak]),
    peak: grouped(steps[peak] ?? 0),
    now: figure(rateAt(curve, step)),
    step: grouped(step),
  });
}
