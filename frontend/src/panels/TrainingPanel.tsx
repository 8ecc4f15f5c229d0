/** How the network learns. Learning rate, optimizer, batch size and loss first; the rest unfolds. */
import { t } from "../i18n";
import { short } from "../plots/numbers";
import { canEdit, edit, spec } from "../state/session";
import { changeTraining, lossFits } from "../state/spec";
import type { LossSpec, OptimizerSpec, Spec, TrainingSpec } from "../wire/types";
import { Dice } from "./Dice";
import { Choice, Fold, Slider } from "./fields";
import {
  chooseOptimizer,
  HUBER_DELTA,
  LOSS_KINDS,
  LOSSES,
  OPTIMIZER_PARAMS,
  OPTIMIZERS,
  type OptimizerChoice,
  optimizerChoice,
  type ParamRow,
  param,
  withParam,
} from "./kinds";
import "./panels.css";
import { ParamSlider } from "./ParamSlider";
import { ScheduleFold } from "./ScheduleFold";
import { linear, logarithmic, zeroOrLogarithmic } from "./scale";

const RATE = logarithmic(1e-5, 10);
const BATCH = logarithmic(1, 5000, true);
const PENALTY = zeroOrLogarithmic(1e-6, 10);
const SEEDS = linear(0, 100, 1);
const MOST_SEED = 2 ** 31 - 1;

const change = (name: string, part: Partial<TrainingSpec>) =>
  edit(`training.${name}`, (before) => changeTraining(before, part));

export function TrainingPanel() {
  const set = spec.value;
  return (
    <section class="panel" aria-label={t("training.panel")}>
      <fieldset disabled={!canEdit.value || set === null}>
        <h2>{t("training.panel")}</h2>
        {set !== null && (
          <>
            <First set={set} />
            <OptimizerFold optimizer={set.training.optimizer} />
            <ScheduleFold training={set.training} />
            <Penalties training={set.training} />
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
        least={1e-12}
        most={100}
        scale={RATE}
        onValue={(learning_rate) => change("learning_rate", { learning_rate })}
      />
      <Choice<OptimizerChoice>
        testid="optimizer"
        name={t("training.optimizer")}
        tip={t("training.optimizer.tip")}
        value={optimizerChoice(training.optimizer)}
        options={(Object.keys(OPTIMIZERS) as OptimizerChoice[]).map((kind) => [
          kind,
          t(`optimizer.${kind}`),
        ])}
        onValue={(choice) =>
          change("optimizer", { optimizer: chooseOptimizer(training.optimizer, choice) })
        }
      />
      <Slider
        testid="batch-size"
        name={t("training.batch")}
        tip={t("training.batch.tip")}
        value={training.batch_size}
        least={1}
        most={5000}
        whole
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
      {loss.kind === "huber" && (
        <ParamSlider
          row={HUBER_DELTA}
          value={loss.delta}
          onValue={(value) => change("loss.delta", { loss: withParam(loss, "delta", value) })}
        />
      )}
    </>
  );
}

function OptimizerFold({ optimizer }: { readonly optimizer: OptimizerSpec }) {
  const rows = OPTIMIZER_PARAMS[optimizer.kind];
  const brief = ({ name }: ParamRow) =>
    `${t(`param.${name}.sign`)} ${short(param(optimizer, name))}`;
  return (
    <Fold
      testid="fold-optimizer"
      name={t("training.optimizer.more")}
      brief={rows.slice(0, 2).map(brief).join(", ")}
    >
      {() =>
        rows.map((row) => (
          <ParamSlider
            key={row.name}
            row={row}
            value={param(optimizer, row.name)}
            onValue={(value) =>
              change(`optimizer.${row.name}`, { optimizer: withParam(optimizer, row.name, value) })
            }
          />
        ))
      }
    </Fold>
  );
}

function Penalties({ training }: { readonly training: TrainingSpec }) {
  const { l1, l2 } = training;
  const told = [l1 > 0 ? `L1 ${short(l1)}` : "", l2 > 0 ? `L2 ${short(l2)}` : ""].filter(
    (text) => text !== "",
  );
  return (
    <Fold
      testid="fold-penalties"
      name={t("training.penalties")}
      brief={told.length > 0 ? told.join(", ") : t("training.none")}
    >
      {() =>
        (["l1", "l2"] as const).map((name) => (
          <Slider
            key={name}
            testid={name}
            wide
            name={t(`training.${name}`)}
            tip={t(`training.${name}.tip`)}
            value={training[name]}
            least={0}
            most={10}
            scale={PENALTY}
            onValue={(value) => change(name, { [name]: value })}
          />
        ))
      }
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
          least={0}
          most={MOST_SEED}
          whole
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
