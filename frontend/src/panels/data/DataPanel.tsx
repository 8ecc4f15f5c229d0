/** The panel of the data: the set, number of samples, noise, and the features that the network sees. */

import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { count } from "../../plots/numbers";
import {
  columnsOf,
  hasFeatures,
  hasFormula,
  hasManyClasses,
  isDrawnImage,
  kindOf,
  maxSamples,
  size,
  testsWhatItTrains,
  trainSamples,
} from "../../spec/datasets";
import { changeData } from "../../spec/spec";
import { mayChange } from "../../state/sync/areas";
import { edit } from "../../state/sync/edits";
import { spec } from "../../state/sync/session";
import { Dice } from "../../ui/Dice";
import { Choice, Slider } from "../../ui/fields";
import { lazily } from "../../ui/lazily";
import { linear, logarithmic } from "../../ui/scale";
import { bounds } from "../../wire/bounds";
import { DATA } from "../../wire/catalogue";
import type { DataSpec } from "../../wire/types";
import { Columns } from "./Columns";
import { Features } from "./Features";
import { isPainting } from "./painted";
import { Thumbnails } from "./Thumbnails";
import { UploadLine } from "./UploadLine";
import { isTable, upload } from "./upload-state";
import "./DataPanel.css";
import "../panel.css";

const FormulaField = lazily(async () => (await import("./FormulaField")).FormulaField);
const PaintingSheet = lazily(async () => (await import("./PaintingSheet")).PaintingSheet);

const NOISE = bounds(DATA.noise);
const SEED = bounds(DATA.seed);
const SAMPLES = bounds(DATA.samples);
const CLASSES = bounds(DATA.classes);
const FRACTION = bounds(DATA.train_fraction);
/** The share of training samples, in percent. */
const PERCENT = { min: 100 * FRACTION.min, max: 100 * FRACTION.max };
const IMAGE_SIZES = DATA.image_size.options;
type ImageSize = (typeof IMAGE_SIZES)[number];

const SPLIT = linear(PERCENT.min, PERCENT.max, 5);
const SEEDS = linear(0, 100, 1);
const HUNDREDTHS = linear(0, 1, 0.01);

const change = (name: string, part: Partial<DataSpec>) =>
  edit(`data.${name}`, (before) => changeData(before, part));

const holdsFile = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;

export function DataPanel() {
  const data = spec.value?.data;
  const [isOver, setIsOver] = useState(false);
  const mayDrop = mayChange.data.value && data !== undefined;
  return (
    <section
      id="data"
      class="panel"
      aria-label={t("data.panel")}
      data-dropping={isOver}
      data-testid="data-panel"
      onDragOver={(event) => {
        if (!mayDrop || !holdsFile(event)) return;
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) {
          setIsOver(false);
        }
      }}
      onDrop={(event) => {
        setIsOver(false);
        const file = event.dataTransfer?.files[0];
        // A set-up or weights are for the page beneath to open.
        if (!mayDrop || file === undefined || !isTable(file)) return;
        event.preventDefault();
        void upload(file);
      }}
    >
      <fieldset disabled={!mayDrop}>
        <h2>{t("data.panel")}</h2>
        {data !== undefined && <Settings data={data} />}
      </fieldset>
      {/* A node that is moved within the page would leave the top layer: this one stands still. */}
      {mayDrop && isPainting.value && <PaintingSheet />}
      {isOver && <p class="drop-here">{t("upload.drop")}</p>}
    </section>
  );
}

function Settings({ data }: { readonly data: DataSpec }) {
  const isOwn = data.dataset === "painted" || data.dataset === "upload";
  return (
    <>
      <Thumbnails data={data} onChoose={(dataset) => change("dataset", { dataset })} />
      <UploadLine data={data} />
      {hasFormula(data) && <FormulaField data={data} />}
      {hasManyClasses(data) && <Classes data={data} />}
      {!isOwn && (
        <>
          <Slider
            testid="noise"
            name={t("data.noise")}
            tip={t("data.noise.tip")}
            value={data.noise}
            {...NOISE}
            scale={HUNDREDTHS}
            onValue={(noise) => change("noise", { noise })}
          />
          <Samples data={data} />
        </>
      )}
      {isDrawnImage(data) && <DrawnImages data={data} />}
      <Split data={data} />
      <Slider
        testid="data-seed"
        name={t("data.seed")}
        tip={t("data.seed.tip")}
        value={data.seed}
        {...SEED}
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
      {hasFeatures(data) && <Features data={data} />}
      {columnsOf(data).length > 0 && <Columns data={data} />}
    </>
  );
}

function Classes({ data }: { readonly data: DataSpec }) {
  const max = kindOf(data).maxClasses;
  return (
    <Slider
      testid="classes"
      name={t("data.classes")}
      tip={t("data.classes.tip")}
      value={data.classes}
      {...CLASSES}
      max={max}
      scale={linear(CLASSES.min, max, 1)}
      onValue={(classes) => change("classes", { classes })}
    />
  );
}

/** A fixed data set offers at most the samples that it has. */
function Samples({ data }: { readonly data: DataSpec }) {
  const given = maxSamples(data);
  const max = Math.min(SAMPLES.max, given ?? SAMPLES.max);
  return (
    <Slider
      testid="samples"
      name={t(given === null ? "data.samples" : "data.rows")}
      tip={t("data.samples.tip")}
      value={size(data)}
      {...SAMPLES}
      max={max}
      scale={logarithmic(SAMPLES.min, max, true)}
      onValue={(samples) => change("samples", { samples })}
    />
  );
}

function DrawnImages({ data }: { readonly data: DataSpec }) {
  return (
    <>
      <Choice<`${ImageSize}`>
        testid="image-size"
        name={t("data.imageSize")}
        tip={t("data.imageSize.tip")}
        value={`${data.image_size}`}
        options={IMAGE_SIZES.map((side) => [`${side}`, t("data.imageSize.pixels", { side })])}
        onValue={(side) => change("image_size", { image_size: Number(side) as ImageSize })}
      />
      {(["shift", "rotation"] as const).map((name) => (
        <Slider
          key={name}
          testid={name}
          name={t(`data.${name}`)}
          tip={t(`data.${name}.tip`)}
          value={data[name]}
          {...bounds(DATA[name])}
          scale={HUNDREDTHS}
          onValue={(value) => change(name, { [name]: value })}
        />
      ))}
    </>
  );
}

function Split({ data }: { readonly data: DataSpec }) {
  const train = trainSamples(data);
  if (testsWhatItTrains(data)) {
    return <p class="quiet-note">{t("data.split.none", { count: count(size(data)) })}</p>;
  }
  return (
    <Slider
      testid="split"
      name={t("data.split")}
      tip={t("data.split.tip")}
      value={Number((data.train_fraction * 100).toFixed(4))}
      {...PERCENT}
      scale={SPLIT}
      note={t("data.split.note", { train: count(train), test: count(size(data) - train) })}
      onValue={(percent) => change("split", { train_fraction: percent / 100 })}
    />
  );
}
