/** One slider over the whole past of the run, for all pictures: by steps, or by the time they took. */
import { useEffect, useRef, useState } from "preact/hooks";
import { backToNow } from "../../actions/run";
import { t } from "../../i18n";
import { momentsTo } from "../../plots/branches";
import { count } from "../../plots/numbers";
import { clockOf, type Moment, placeOf, stepAt } from "../../plots/time-axis";
import { mayChange } from "../../state/sync/areas";
import { looked, status } from "../../state/sync/session";
import { branches, followBranches } from "../../state/view/branches";
import { line, lookAt, shownStep } from "../../state/view/past";
import { seenMoments } from "../../state/view/run-clock";
import { Icon } from "../../ui/icons";
import { lazily } from "../../ui/lazily";
import { TypedNumber } from "../../ui/TypedNumber";
import "./TimeSlider.css";

const SEND_EVERY_MS = 90;
/** The parts of the slider's width by which a key moves it. */
const [ARROWS, PAGES] = [100, 10];
/** Of a scale by time. */
const PLACES = 1000;

const BranchTree = lazily(async () => (await import("./BranchTree")).BranchTree);

/** Asks for a step at most each SEND_EVERY_MS of a drag, for the last one always. */
function useLook() {
  const sent = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  return (step: number | null) => {
    clearTimeout(timer.current);
    const go = () => {
      sent.current = Date.now();
      if (step === null) backToNow();
      else lookAt(step);
    };
    timer.current = setTimeout(go, Math.max(0, SEND_EVERY_MS - (Date.now() - sent.current)));
  };
}

/** What the thumb shows before the server has shown it: where it was dragged, until that has come. */
function useDragged() {
  const [dragged, setDragged] = useState<number | null>(null);
  const shown = looked.value?.step ?? null;
  useEffect(() => {
    if (dragged === null) return;
    const timer = setTimeout(() => setDragged(null), dragged === shown ? 0 : 1500);
    return () => clearTimeout(timer);
  }, [dragged, shown]);
  return [dragged, setDragged] as const;
}

/** When the line on which the slider moves came to which step; null where that is not known. */
function clockOfLine(isAsked: boolean): readonly Moment[] | null {
  const [now, known] = [line.value, branches.value];
  if (!isAsked || now === null || known === null) return null;
  const clock = clockOf(momentsTo(known, now.branch, seenMoments));
  return clock.length > 1 ? clock : null;
}

export function TimeSlider() {
  const look = useLook();
  const [dragged, setDragged] = useDragged();
  const [byTime, setByTime] = useState(false);
  const [tree, setTree] = useState(false);
  useEffect(() => (byTime ? followBranches(true) : undefined), [byTime]);
  const now = line.value;
  const last = now?.last ?? 0;
  const step = Math.min(dragged ?? shownStep.value, last);
  const clock = clockOfLine(byTime);
  const off = !mayChange.transport.value || status.value === null || last === 0;
  const go = (to: number) => {
    const target = Math.max(0, Math.min(last, to));
    setDragged(target);
    // The newest step of the present is the present, however far that is by then.
    look(now?.isPresent && target === last ? null : target);
  };
  const keys = (event: KeyboardEvent) => {
    const ways: Readonly<Record<string, number>> = {
      ArrowLeft: -ARROWS,
      ArrowDown: -ARROWS,
      ArrowRight: ARROWS,
      ArrowUp: ARROWS,
      PageDown: -PAGES,
      PageUp: PAGES,
    };
    const part = ways[event.key];
    if (part === undefined) return;
    event.preventDefault();
    const far = event.shiftKey ? Math.sign(part) : last / part;
    go(step + Math.sign(far) * Math.max(1, Math.round(Math.abs(far))));
  };
  const leave = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || looked.value === null || off) return;
    event.stopPropagation();
    backToNow();
  };
  return (
    <section
      id="timeline"
      class="time"
      aria-label={t("time.name")}
      data-back={looked.value !== null}
      onKeyDown={leave}
    >
      <label for="time" title={t("time.tip")}>
        {t("time.name")}
      </label>
      <input
        id="time"
        type="range"
        data-testid="time"
        title={t("time.tip")}
        min={0}
        max={clock === null ? Math.max(1, last) : PLACES}
        step={1}
        value={clock === null ? step : Math.round(placeOf(clock, step) * PLACES)}
        disabled={off}
        aria-valuetext={t("time.at", { step: count(step), last: count(last) })}
        onKeyDown={keys}
        onInput={({ currentTarget: { valueAsNumber: place } }) =>
          go(clock === null ? place : place === PLACES ? last : stepAt(clock, place / PLACES))
        }
      />
      <TypedNumber
        testid="time-step"
        class="time-step"
        label={t("time.step")}
        title={t("time.step.tip")}
        whole
        min={0}
        max={last}
        value={step}
        write={count}
        disabled={off}
        onValue={go}
      />
      <span class="time-of">{t("time.of", { last: count(last) })}</span>
      <label class="check" title={t("time.axis.tip")}>
        <input
          type="checkbox"
          data-testid="time-axis"
          checked={byTime}
          onChange={({ currentTarget }) => setByTime(currentTarget.checked)}
        />
        {t("time.axis")}
      </label>
      <button
        type="button"
        class="time-now"
        data-testid="time-now"
        title={t("time.now.tip")}
        disabled={looked.value === null || off}
        onClick={backToNow}
      >
        {t("time.now")}
      </button>
      <button
        type="button"
        class="quiet icon"
        data-testid="tree-open"
        aria-label={t("tree.name")}
        aria-haspopup="dialog"
        aria-expanded={tree}
        title={t("tree.tip")}
        onClick={() => setTree(!tree)}
      >
        <Icon name="branches" />
      </button>
      {tree && <BranchTree onClose={() => setTree(false)} />}
    </section>
  );
}
