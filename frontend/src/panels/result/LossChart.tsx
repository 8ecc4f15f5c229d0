/** The curves of the run: loss, accuracy or error, learning rate, by step. */
import { useEffect, useId, useState } from "preact/hooks";
import { Chart } from "../../charts/Chart";
import { SaveButton } from "../../charts/SaveButton";
import { t } from "../../i18n";
import { layoutOf } from "../../plots/chart-layout";
import type { Figure, Trace } from "../../plots/figure";
import type { Inks } from "../../plots/inks";
import { significant } from "../../plots/numbers";
import { type ChartTab, changesOf, markAt, onLogAxis, resultTraces } from "../../plots/traces";
import { task } from "../../spec/spec";
import { curves } from "../../state/live/curves";
import { firstPicture } from "../../state/live/frames";
import { access, looked, spec, status } from "../../state/sync/session";
import { figures } from "../../state/view/figures";
import { branchNumber } from "../../state/view/past";
import { Icon } from "../../ui/icons";
import { type Tab, Tabs } from "../../ui/tabs";
import { storedChoice } from "../../wire/stored-choice";
import "./LossChart.css";

/** Curves of earlier branches, once they are there; null where there are none. */
type Ghosts = (tab: ChartTab, isShare: boolean, inks: Inks) => Trace[];

/** `version` is another one whenever they are others. */
function useGhosts(): { readonly ghosts: Ghosts | null; readonly version: number } {
  const [now, setNow] = useState<{ ghosts: Ghosts | null; version: number }>({
    ghosts: null,
    version: 0,
  });
  useEffect(() => {
    let stop = () => {};
    let gone = false;
    void firstPicture
      .then(() => import("./ghosts"))
      .then(
        ({ followGhosts, ghostTraces }) => {
          if (gone) return;
          const name = (id: string) => t("tree.branch", { branch: branchNumber(id) });
          stop = followGhosts((found) =>
            setNow(({ version }) => ({
              ghosts:
                found.length === 0
                  ? null
                  : (tab, isShare, inks) => ghostTraces(found, tab, isShare, name, inks),
              version: version + 1,
            })),
          );
        },
        () => {},
      );
    return () => {
      gone = true;
      stop();
    };
  }, []);
  return now;
}

const batches = storedChoice<"on" | "off">("mini-batch-curve", ["on", "off"], "on");
const logAxis = storedChoice<"on" | "off">("log-curves", ["on", "off"], "on");

export function LossChart() {
  const { ghosts, version } = useGhosts();
  const [haunted, setHaunted] = useState(true);
  const [tab, setTab] = useState<ChartTab>("loss");
  const log = logAxis.value === "on";
  const withBatches = batches.value === "on";
  const id = useId();
  const set = spec.value;
  const isShare = set !== null && task(set.data) !== "regression";
  const score = isShare ? t("chart.accuracy") : t("chart.error");
  const tabs: Tab<ChartTab>[] = [
    { name: "loss", text: t("chart.loss"), testid: "chart-loss" },
    { name: "score", text: score, testid: "chart-score" },
    { name: "rate", text: t("training.rate"), testid: "chart-rate" },
  ];
  const name = tabs.find((each) => each.name === tab)?.text ?? "";
  const asLog = log && !(tab === "score" && isShare);

  return (
    <section class="run-curves" aria-label={t("chart.panel")}>
      <div class="curves-head">
        <Tabs label={t("chart.panel")} tabs={tabs} chosen={tab} fills={id} onChoose={setTab} />
        <span class="push" />
        {!(tab === "score" && isShare) && (
          <label class="check" title={t("chart.log.tip")}>
            <input
              type="checkbox"
              data-testid="chart-log"
              checked={log}
              onChange={({ currentTarget }) => {
                logAxis.value = currentTarget.checked ? "on" : "off";
              }}
            />
            {t("chart.log")}
          </label>
        )}
        {ghosts !== null && (
          <button
            type="button"
            class="quiet icon"
            data-testid="chart-ghosts"
            aria-label={t("chart.ghosts")}
            aria-pressed={haunted}
            title={t("chart.ghosts.tip")}
            onClick={() => setHaunted(!haunted)}
          >
            <Icon name="branches" />
          </button>
        )}
        <SaveButton name="curves" />
      </div>
      {/* The panel of the tabs is never empty, so it needs no stop of its own. */}
      <div id={id} class="curves-body" role="tabpanel" aria-labelledby={`${id}-tab-${tab}`}>
        {tab !== "rate" && <Key tab={tab} ghosts={ghosts !== null && haunted} />}
        <Chart
          testid="curves"
          saved="curves"
          label={t("chart.picture", { name })}
          view={`${tab} ${asLog} ${withBatches} ${looked.value?.step} ${haunted} ${version}`}
          make={(inks): Figure => {
            const now = curves();
            const names = {
              train: t("chart.train.evaluated"),
              test: t("chart.test.evaluated"),
              batches: t("chart.batches"),
              rate: t("training.rate"),
            };
            const isScore = tab === "score" && isShare;
            const traces = [
              ...((haunted && ghosts?.(tab, isScore, inks)) || []),
              ...resultTraces(now, tab, isScore, names, inks, withBatches),
            ];
            const plan = {
              x: t("chart.step"),
              log: asLog,
              mark: markAt(now, status.peek(), looked.peek()),
              changes: changesOf(now, t("chart.change")),
              view: `${access.peek()?.id} ${tab} ${asLog}`,
            };
            const layout = layoutOf(plan, inks);
            if (tab === "score" && isShare) {
              return {
                traces,
                layout: {
                  ...layout,
                  yaxis: { ...layout.yaxis, range: [0, 1.02], tickformat: ".0%" },
                },
              };
            }
            return { traces: asLog ? onLogAxis(traces) : traces, layout };
          }}
        />
      </div>
      <Summary isShare={isShare} />
    </section>
  );
}

/** What each line is; that of the mini-batches is switched here. */
const Key = ({ tab, ghosts }: { readonly tab: ChartTab; readonly ghosts: boolean }) => (
  <p class="curves-key">
    {ghosts && (
      <span>
        <i class="stroke pale" /> {t("chart.ghost")}
      </span>
    )}
    <span title={t("chart.evaluated.tip")}>
      <i class="stroke" /> {t("chart.train.key")}
    </span>
    <span title={t("chart.evaluated.tip")}>
      <i class="stroke dashed" /> {t("chart.test.key")}
    </span>
    {tab === "loss" && (
      <button
        type="button"
        class="quiet"
        data-testid="chart-batches"
        aria-pressed={batches.value === "on"}
        title={t("chart.batches.tip")}
        onClick={() => {
          batches.value = batches.value === "on" ? "off" : "on";
        }}
      >
        <i class="stroke band" /> {t("chart.batches.key")}
      </button>
    )}
  </p>
);

/** What the picture says now, for who cannot see it; never announced by itself. */
function Summary({ isShare }: { readonly isShare: boolean }) {
  const now = figures.value;
  if (now === null) return null;
  const score = (value: number) => (isShare ? `${(value * 100).toFixed(1)}%` : significant(value));
  return (
    <p class="visually-hidden" aria-live="off" data-testid="curves-summary">
      {t("chart.summary", {
        trainLoss: significant(now.trainLoss),
        testLoss: significant(now.testLoss),
        score: isShare ? t("chart.accuracy") : t("chart.error"),
        trainScore: score(now.trainScore),
        testScore: score(now.testScore),
      })}
    </p>
  );
}
