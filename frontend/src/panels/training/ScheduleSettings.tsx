/** The settings of one schedule, alone or as a part of a chain. */
import { useId, useState } from "preact/hooks";
import { t } from "../../i18n";
import { Choice, Field } from "../../ui/fields";
import { SCHEDULES } from "../../wire/catalogue";
import type { ScheduleSpec } from "../../wire/types";
import { ParamSlider } from "./ParamSlider";
import { param, withParam } from "./params";
import { milestonesFrom, scheduleRows } from "./schedules";

interface ScheduleSettingsProps<Schedule extends ScheduleSpec> {
  readonly schedule: Schedule;
  readonly of?: string;
  readonly onChange: (name: string, schedule: Schedule) => void;
}

const MODES = SCHEDULES.cyclic.mode.options;

export function ScheduleSettings<Schedule extends ScheduleSpec>(
  props: ScheduleSettingsProps<Schedule>,
) {
  const { schedule, of, onChange } = props;
  const testid = (name: string) => (of === undefined ? name : `${of}-${name}`);
  return (
    <>
      {schedule.kind === "multi_step" && (
        <Milestones
          testid={testid("milestones")}
          milestones={schedule.milestones}
          onValue={(milestones) => onChange("milestones", { ...schedule, milestones })}
        />
      )}
      {schedule.kind === "cyclic" && (
        <Choice<(typeof MODES)[number]>
          testid={testid("mode")}
          name={t("param.mode")}
          tip={t("param.mode.tip")}
          value={schedule.mode}
          options={MODES.map((mode) => [mode, t(`param.mode.${mode}`)])}
          onValue={(mode) => onChange("mode", { ...schedule, mode })}
        />
      )}
      {scheduleRows(schedule).map((row) => (
        <ParamSlider
          key={row.name}
          row={row}
          {...(of === undefined ? {} : { of })}
          value={param(schedule, row.name)}
          onValue={(value) => onChange(row.name, withParam(schedule, row.name, value))}
        />
      ))}
    </>
  );
}

interface MilestonesProps {
  readonly testid: string;
  readonly milestones: readonly number[];
  readonly onValue: (milestones: number[]) => void;
}

/** Steps written as a list; what cannot be read is said beneath, and nothing changes. */
function Milestones({ testid, milestones, onValue }: MilestonesProps) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const read = draft === null ? milestones : milestonesFrom(draft);
  const commit = () => {
    if (draft === null || read === null) return;
    setDraft(null);
    onValue([...read]);
  };
  return (
    <Field id={id} name={t("param.milestones")} tip={t("param.milestones.tip")}>
      <input
        id={id}
        type="text"
        inputMode="numeric"
        class="choice"
        data-testid={testid}
        aria-invalid={read === null}
        aria-describedby={`${id}-tip`}
        value={draft ?? milestones.join(", ")}
        onInput={({ currentTarget }) => setDraft(currentTarget.value)}
        onBlur={commit}
        onKeyDown={({ key }) => key === "Enter" && commit()}
      />
      {read === null && (
        <span class="note" role="alert">
          {t("param.milestones.wrong")}
        </span>
      )}
    </Field>
  );
}
