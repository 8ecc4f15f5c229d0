/** The training panel. Learning rate, optimizer, batch size and loss first; the rest unfolds. */
import { t } from "../../i18n";
import { short } from "../../plots/numbers";
import { changeTraining, lossFits } from "../../spec/spec";
import { mayChange } from "../../state/sync/areas";
import { edit } from "../../state/sync/edits";
import { spec } from "../../state/sync/session";
import { Dice } from "../../ui/Dice";
import { Check, Choice, Fold, OptionalSlider, Slider } from "../../ui/fields";
import { linear, logarithmic, towardsOne, zeroOrLogarithmic } from "../../ui/scale";
import { bounds } from "../../wire/bounds";
import { SPEC, TRAINING } from "../../wire/catalogue";
import type { LossSpec, OptimizerSpec, Spec, TrainingSpec } from "../../wire/types";
import { LOSS_KINDS, LOSSES, lossRows } from "./losses";
import {
  chooseOptimizer,
  OPTIMIZER_GROUPS,
  type OptimizerChoice,
  optimizerChoice,
  optimizerRows,
  optimizerSwitches,
} from "./optimizers";
import { ParamSlider } from "./ParamSlider";
import { type ParamRow, param, withParam } from "./params";
import { ScheduleFold } from "./ScheduleFold";
import "./TrainingPanel.css";
import "../panel.css";

const RATE = logarithmic(1e-5, 10);
const BATCH_SIZE = bounds(TRAINING.batch_size);
const BATCH = logarithmic(BATCH_SIZE.min, BATCH_SIZE.max, true);
const PENALTY = zeroOrLogarithmic(1e-6, 10);
const SEEDS = linear(0, 100, 1);

const change = (name: string, part: Partial<TrainingSpec>) =>
  edit(`training.${name}`, (before) => changeTraining(before, part));

export function TrainingPanel() {
  const set = spec.value;
  return (
    <section id="training" class="panel" aria-label={t("training.panel")}>
      <fieldset disabled={!mayChange.training.value || set === null}>
        <h2>{t("training.panel")}</h2>
        {set !== null && (
          <>
            <First set={set} />
            <OptimizerFold optimizer={set.training.optimizer} />
            <ScheduleFold training={set.training} />
            <Penalties set={set} />
            <Steadying training={set.training} />
            <Start seed={set.seed} />
          </>
        )}
      </fieldset>
    </section>
  );
}

function First({ set }: { readonly set: Spec }) {
  const { training, data } = set;
  const { loss } = training;
  const fitting = LOSS_KINDS.filter((kind) => lossFits(data, kind));
  return (
    <>
      <Slider
        testid="learning-rate"
        wide
        name={t("training.rate")}
        tip={t("training.rate.tip")}
        value={training.learning_rate}
        {...bounds(TRAINING.learning_rate)}
        scale={RATE}
        onValue={(learning_rate) => change("learning_rate", { learning_rate })}
      />
      <Choice<OptimizerChoice>
        testid="optimizer"
        name={t("training.optimizer")}
        tip={t(`optimizer.${optimizerChoice(training.optimizer)}.tip`)}
        value={optimizerChoice(training.optimizer)}
        groups={OPTIMIZER_GROUPS.map(({ name, choices }) => ({
          name: t(name),
          options: choices.map((kind) => [kind, t(`optimizer.${kind}`)]),
        }))}
        onValue={(choice) =>
          change("optimizer", { optimizer: chooseOptimizer(training.optimizer, choice) })
        }
      />
      <Slider
        testid="batch-size"
        name={t("training.batch")}
        tip={t("training.batch.tip")}
        value={training.batch_size}
        {...BATCH_SIZE}
        scale={BATCH}
        onValue={(batch_size) => change("batch_size", { batch_size })}
      />
      <Choice<LossSpec["kind"]>
        testid="loss"
        name={t("training.loss")}
        tip={t("training.loss.tip")}
        value={loss.kind}
        options={fitting.map((kind) => [kind, t(`loss.${kind}`)])}
        onValue={(kind) => change("loss", { loss: LOSSES[kind] })}
      />
      {lossRows(loss.kind).map((row) => (
        <ParamSlider
          key={row.name}
          row={row}
          value={param(loss, row.name)}
          onValue={(value) =>
            change(`loss.${row.name}`, { loss: withParam(loss, row.name, value) })
          }
        />
      ))}
    </>
  );
}

function OptimizerFold({ optimizer }: { readonly optimizer: OptimizerSpec }) {
  const rows = optimizerRows(optimizer.kind);
  const brief = ({ name, text }: ParamRow) =>
    `${t(`param.${text ?? name}.sign`)} ${short(param(optimizer, name))}`;
  const set = (name: string, next: OptimizerSpec) =>
    change(`optimizer.${name}`, { optimizer: next });
  return (
    <Fold
      testid="fold-optimizer"
      name={t("training.optimizer.more")}
      brief={rows.slice(0, 2).map(brief).join(", ")}
    >
      {() => (
        <>
          <p class="kind-tip" data-testid="optimizer-tip">
            {t(`optimizer.${optimizerChoice(optimizer)}.tip`)}
          </p>
          {rows.map((row) => (
            <ParamSlider
              key={row.name}
              row={row}
              value={param(optimizer, row.name)}
              onValue={(value) => set(row.name, withParam(optimizer, row.name, value))}
            />
          ))}
          {optimizerSwitches(optimizer).map(([name, checked]) => (
            <Check
              key={name}
              testid={`${optimizer.kind}-${name}`}
              name={t(`param.${name}`)}
              tip={t(`param.${name}.tip`)}
              checked={checked}
              onValue={(on) => set(name, withParam(optimizer, name, on))}
            />
          ))}
        </>
      )}
    </Fold>
  );
}

const listed = (told: readonly (string | false)[]) => {
  const used = told.filter((text) => text !== false);
  return used.length > 0 ? used.join(", ") : t("training.none");
};

const PENALTIES = ["l1", "l2", "weight_decay"] as const;
const SMOOTHING = linear(0, 0.5, 0.01);
const INPUT_NOISE = zeroOrLogarithmic(1e-3, 10);

/** What keeps a network from learning the points by heart. */
function Penalties({ set }: { readonly set: Spec }) {
  const { training } = set;
  const isCrossEntropy = training.loss.kind.endsWith("cross_entropy");
  const noise = training.input_noise;
  const smoothing = training.label_smoothing;
  const brief = listed([
    ...PENALTIES.map(
      (name) => training[name] > 0 && `${t(`training.${name}.sign`)} ${short(training[name])}`,
    ),
    smoothing > 0 && isCrossEntropy && `${t("training.label_smoothing.sign")} ${short(smoothing)}`,
    noise > 0 && `${t("training.input_noise.sign")} ${short(noise)}`,
  ]);
  return (
    <Fold
      testid="fold-penalties"
      name={t("training.penalties")}
      brief={brief}
      used={brief !== t("training.none")}
    >
      {() => (
        <>
          {PENALTIES.map((name) => (
            <Slider
              key={name}
              testid={name === "weight_decay" ? "decoupled-decay" : name}
              wide
              name={t(`training.${name}`)}
              tip={t(`training.${name}.tip`)}
              value={training[name]}
              {...bounds(TRAINING[name])}
              scale={PENALTY}
              onValue={(value) => change(name, { [name]: value })}
            />
          ))}
          {isCrossEntropy && (
            <Slider
              testid="label-smoothing"
              wide
              name={t("training.label_smoothing")}
              tip={t("training.label_smoothing.tip")}
              value={smoothing}
              {...bounds(TRAINING.label_smoothing)}
              scale={SMOOTHING}
              onValue={(label_smoothing) => change("label_smoothing", { label_smoothing })}
            />
          )}
          <Slider
            testid="input-noise"
            wide
            name={t("training.input_noise")}
            tip={t("training.input_noise.tip")}
            value={noise}
            {...bounds(TRAINING.input_noise)}
            scale={INPUT_NOISE}
            onValue={(input_noise) => change("input_noise", { input_noise })}
          />
        </>
      )}
    </Fold>
  );
}

const CLIP = logarithmic(0.001, 1000);
const AVERAGE = towardsOne(5);

/** What keeps single steps from throwing a network off its way. */
function Steadying({ training }: { readonly training: TrainingSpec }) {
  const { clip_value, clip_norm, averaging } = training;
  const brief = listed([
    clip_value !== null && `± ${short(clip_value)}`,
    clip_norm !== null && `‖g‖ ≤ ${short(clip_norm)}`,
    averaging !== null && t("training.averaging.brief", { decay: short(averaging) }),
  ]);
  const clips = [
    ["clip_value", clip_value],
    ["clip_norm", clip_norm],
  ] as const;
  return (
    <Fold
      testid="fold-steadying"
      name={t("training.steadying")}
      brief={brief}
      used={brief !== t("training.none")}
    >
      {() => (
        <>
          {clips.map(([name, value]) => (
            <OptionalSlider
              key={name}
              testid={name.replace("_", "-")}
              wide
              name={t(`training.${name}`)}
              tip={t(`training.${name}.tip`)}
              value={value}
              first={1}
              {...bounds(TRAINING[name])}
              scale={CLIP}
              onValue={(next) => change(name, { [name]: next })}
            />
          ))}
          <OptionalSlider
            testid="averaging"
            wide
            name={t("training.averaging")}
            tip={t("training.averaging.tip")}
            value={averaging}
            first={0.99}
            {...bounds(TRAINING.averaging)}
            scale={AVERAGE}
            onValue={(next) => change("averaging", { averaging: next })}
          />
        </>
      )}
    </Fold>
  );
}

function Start({ seed }: { readonly seed: number }) {
  const choose = (gesture: string) => (value: number) =>
    edit(gesture, (before) => ({ ...before, seed: value }));
  return (
    <Fold
      testid="fold-start"
      name={t("training.start")}
      brief={t("training.start.brief", { seed })}
    >
      {() => (
        <Slider
          testid="seed"
          wide
          name={t("training.seed")}
          tip={t("training.seed.tip")}
          value={seed}
          {...bounds(SPEC.seed)}
          scale={SEEDS}
          button={
            <Dice testid="seed-dice" label={t("training.seed.dice")} onRoll={choose("seed.dice")} />
          }
          onValue={choose("seed")}
        />
      )}
    </Fold>
  );
}
