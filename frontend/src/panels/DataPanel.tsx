/** The data: which set, how many points, how noisy, and which features of them the network sees. */
import { t } from "../i18n";
import { count } from "../plots/numbers";
import { canEdit, edit, spec } from "../state/session";
import { changeData, hasManyClasses } from "../state/spec";
import type { DataSpec } from "../wire/types";
import { Features } from "./Features";
import { Slider } from "./fields";
import "./panels.css";
import { Dice } from "./Dice";
import { linear, logarithmic } from "./scale";
import { Thumbnails } from "./Thumbnails";

const NOISE = linear(0, 1, 0.01);
const SAMPLES = logarithmic(20, 5000, true);
const SPLIT = linear(10, 90, 5);
const CLASSES = linear(2, 6, 1);
const SEEDS = linear(0, 100, 1);
const MOST_SEED = 2 ** 31 - 1;

const change = (name: string, part: Partial<DataSpec>) =>
  edit(`data.${name}`, (before) => changeData(before, part));

/** At least one point trains and at least one tests, as on the server. */
export const trainSamples = ({ samples, train_fraction }: DataSpec) =>
  Math.min(samples - 1, Math.max(1, Math.round(samples * train_fraction)));

export function DataPanel() {
  const data = spec.value?.data;
  return (
    <section class="panel" aria-label={t("data.panel")}>
      <fieldset disabled={!canEdit.value || data === undefined}>
        <h2>{t("data.panel")}</h2>
        {data !== undefined && <Settings data={data} />}
      </fieldset>
    </section>
  );
}

function Settings({ data }: { readonly data: DataSpec }) {
  const train = trainSamples(data);
  return (
    <>
      <Thumbnails data={data} onChoose={(dataset) => change("dataset", { dataset })} />
      {hasManyClasses(data) && (
        <Slider
          testid="classes"
          name={t("data.classes")}
          tip={t("data.classes.tip")}
          value={data.classes}
          least={2}
          most={6}
          whole
          scale={CLASSES}
          onValue={(classes) => change("classes", { classes })}
        />
      )}
      <Slider
        testid="noise"
        name={t("data.noise")}
        tip={t("data.noise.tip")}
        value={data.noise}
        least={0}
        most={1}
        scale={NOISE}
        onValue={(noise) => change("noise", { noise })}
      />
      <Slider
        testid="samples"
        name={t("data.samples")}
        tip={t("data.samples.tip")}
        value={data.samples}
        least={20}
        most={5000}
        whole
        scale={SAMPLES}
        onValue={(samples) => change("samples", { samples })}
      />
      <Slider
        testid="split"
        name={t("data.split")}
        tip={t("data.split.tip")}
        value={Number((data.train_fraction * 100).toFixed(4))}
        least={10}
        most={90}
        scale={SPLIT}
        note={t("data.split.note", { train: count(train), test: count(data.samples - train) })}
        onValue={(percent) => change("split", { train_fraction: percent / 100 })}
      />
      <Slider
        testid="data-seed"
        name={t("data.seed")}
        tip={t("data.seed.tip")}
        value={data.seed}
        least={0}
        most={MOST_SEED}
        whole
        scale={SEEDS}
        button={
          <Dice
            testid="data-seed-dice"
            label={t("data.seed.dice")}
            onRoll={(seed) => change("seed.dice", { seed })}
          />
        }
        onValue={(seed) => change("seed", { seed })}
      />
      <Features data={data} />
    </>
  );
}
