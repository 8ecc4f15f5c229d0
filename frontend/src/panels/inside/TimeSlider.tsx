/** A slider back through the run: each place is the step of a checkpoint. */
import { useRef } from "preact/hooks";
import { t } from "../../i18n";
import { count } from "../../plots/numbers";
import { mayChange } from "../../state/sync/areas";
import { command, playing, status } from "../../state/sync/session";
import "./TimeSlider.css";

const SEND_EVERY_MS = 90;

/** The place of the last kept step at or before a step. */
export function placeOf(snapshots: readonly number[], step: number): number {
  let place = 0;
  snapshots.forEach((kept, at) => {
    if (kept <= step) place = at;
  });
  return place;
}

/** Sends at most one seek each SEND_EVERY_MS of a drag, the last one always. */
function useSeek() {
  const sent = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  return (step: number) => {
    clearTimeout(timer.current);
    const go = () => {
      sent.current = Date.now();
      void command({ type: "seek", step });
    };
    timer.current = setTimeout(go, Math.max(0, SEND_EVERY_MS - (Date.now() - sent.current)));
  };
}

export function TimeSlider() {
  const seek = useSeek();
  const now = status.value;
  const snapshots = now?.snapshots ?? [];
  const step = now?.step ?? 0;
  const newest = snapshots.at(-1) ?? 0;
  const isBack = step < newest;
  return (
    <div class="time" data-back={isBack}>
      <label for="time" title={t("time.tip")}>
        {t("time.name")}
      </label>
      <input
        id="time"
        type="range"
        data-testid="time"
        min={0}
        max={Math.max(1, snapshots.length - 1)}
        step={1}
        value={placeOf(snapshots, step)}
        disabled={!mayChange.transport.value || snapshots.length < 2}
        aria-valuetext={t("time.at", { step: count(step) })}
        onInput={({ currentTarget }) => {
          const target = snapshots[Number(currentTarget.value)];
          if (target !== undefined) seek(target);
        }}
      />
      <span class="time-step" data-testid="time-step">
        {t("time.at", { step: count(step) })}
      </span>
      <button
        type="button"
        class="newest"
        data-testid="time-newest"
        title={t("time.newest.tip")}
        disabled={!isBack || playing.value || !mayChange.transport.value}
        onClick={() => seek(newest)}
      >
        {t("time.newest")}
      </button>
    </div>
  );
}
