/** The curves of the run: loss, accuracy or error, learning rate, by step. */
import { useEffect, useId, useState } from "preact/hooks";
import { Chart } from "../../charts/Chart";
import { SaveButton } from "../../charts/SaveButton";
import { t } from "../../i18n";
import type { Figure, Trace } from "../../plots/figure";
import type { Inks } from "../../plots/inks";
import { significant } from "../../plots/numbers";
import { layoutOf } from "../../plots/plotly";
import { type ChartTab, changesOf, markAt, onLogAxis, resultTraces } from "../../plots/traces";
import { task } from "../../spec/spec";
import { curves } from "../../state/live/curves";
import { firstPicture } from "../../state/live/frames";
import { access, looked, spec, status } from "../../state/sync/session";
import { figures } from "../../state/view/figures";
import { branchNumber } from "../../state/view/past";
import { Icon } from "../../ui/icons";
import { type Tab, Tabs } from "../../ui/tabs";
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

export function LossChart() {
  const { ghosts, version } = useGhosts();
  const [haunted, setHaunted] = useState(true);
  const [tab, setTab] = useState<ChartTab>("loss");
  const [log, setLog] = useState(true);
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
              onChange={({ currentTarget }) => setLog(currentTarget.checked)}
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
        <Chart
          testid="curves"
          saved="curves"
          label={t("chart.picture", { name })}
          view={`${tab} ${asLog} ${looked.value?.step} ${haunted} ${version}`}
          make={(inks): Figure => {
            const now = curves();
            const names = {
              train: t("chart.train"),
              test: t("chart.test"),
              rate: t("training.rate"),
            };
            const isScore = tab === "score" && isShare;
            const traces = [
              ...((haunted && ghosts?.(tab, isScore, inks)) || []),
              ...resultTraces(now, tab, isScore, names, inks),
            ];
            const plan = {
              x: t("chart.step"),
              log: asLog,
              mark: markAt(now, status.peek(), looked.peek()),
              changes: changesOf(now, t("chart.change")),
              view: `${access.peek()?.id} ${tab} ${asLog}`,
            };
            // The key stands above the curves, not over them.
            const layout = { ...layoutOf(plan, inks), margin: { l: 8, r: 12, t: 22, b: 8 } };
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
        {tab !== "rate" && <Key ghosts={ghosts !== null && haunted} />}
      </div>
      <Summary isShare={isShare} />
    </section>
  );
}

const Key = ({ ghosts }: { readonly ghosts: boolean }) => (
  <p class="curves-key" aria-hidden="true">
    {ghosts && (
      <span>
        <i class="stroke pale" /> {t("chart.ghost")}
      </span>
    )}
    <span>
      <i class="stroke" /> {t("chart.train")}
    </span>
    <span>
      <i class="stroke dashed" /> {t("chart.test")}
    </span>
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
