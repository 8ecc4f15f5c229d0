/** All of a layer's settings, its shapes and what can be done with it: what its card opens. */
import { t } from "../i18n";
import { columnName, grouped, kindName } from "../i18n/text";
import type { Placed } from "../spec/expand";
import { isTrainable, isWeighted } from "../spec/layer-kinds";
import { written } from "../spec/shapes";
import { targets } from "../spec/skips";
import { mayChange } from "../state/sync/areas";
import { shapes, spec } from "../state/sync/session";
import { ChoiceRow, LockButton, NumberRow } from "../ui/controls";
import { followKey } from "../ui/focus";
import type { ActivationName, InitSpec, LayerShape } from "../wire/types";
import { ChooserGrid } from "./ActivationChooser";
import { change, chooseActivation, connect, move, remove, repeat, toggleLayer } from "./changes";
import {
  COMMON_BOUNDS,
  DISTRIBUTIONS,
  INIT_KINDS,
  INITS,
  initNumbers,
  NUMBERS,
  OPTIONS,
} from "./layer-settings";
import "./LayerDetails.css";

interface DetailsProps {
  readonly placed: Placed;
  readonly shape: LayerShape;
  readonly name: string;
  readonly onClose: () => void;
}

export function LayerDetails(props: DetailsProps) {
  const { placed, shape, name } = props;
  const { layer, owner, kind } = placed;
  const editable = mayChange.network.value;
  return (
    <div class="layer-details" data-testid={`settings-${owner}`}>
      <div class="details-head">
        <h3>{name}</h3>
        <span class="quiet-line">{kindName(owner === "output" ? "output" : kind)}</span>
      </div>
      <p class="quiet-line">{t(`kind.${owner === "output" ? "output" : kind}.tip`)}</p>
      {placed.block !== null && placed.block.repeat > 1 && (
        <p class="quiet-line">{t("block.copies", { count: placed.block.repeat })}</p>
      )}
      <Shapes shape={shape} />
      <Own {...props} />
      {"activation" in layer && (
        <details class="more-settings" open={kind === "activation"}>
          <summary>{t("layer.activation")}</summary>
          <ChooserGrid
            id={`all-${owner}`}
            value={layer.activation}
            disabled={!editable}
            onChoose={(wanted: ActivationName) => chooseActivation(owner, wanted)}
          />
        </details>
      )}
      {(isTrainable(layer) || isWeighted(layer)) && <More placed={placed} editable={editable} />}
      {editable && <Actions {...props} />}
    </div>
  );
}

const Shapes = ({ shape: { inputs, outputs, parameters } }: { readonly shape: LayerShape }) => (
  <dl class="layer-shapes">
    <div>
      <dt>{t("layer.shape.in")}</dt>
      <dd>{written(inputs)}</dd>
    </div>
    <div>
      <dt>{t("layer.shape.out")}</dt>
      <dd data-testid="shape-out">{written(outputs)}</dd>
    </div>
    <div>
      <dt>{t("layer.parameters.name")}</dt>
      <dd>{grouped(parameters)}</dd>
    </div>
  </dl>
);

function Own({ placed: { layer, owner, kind } }: DetailsProps) {
  const editable = mayChange.network.value;
  if (owner === "output") return null;
  const values = layer as unknown as Record<string, number>;
  return (
    <div class="settings">
      {NUMBERS[kind].map((setting) => (
        <NumberRow
          key={setting.name}
          {...setting}
          testid={`${setting.name}-of-${owner}`}
          label={t(`layer.${setting.name}`)}
          tip={t(`layer.${setting.name}.tip`)}
          value={values[setting.name] ?? 0}
          disabled={!editable}
          onValue={(wanted) => change(owner, { [setting.name]: wanted })}
        />
      ))}
      {OPTIONS[kind].map(({ name, options }) => (
        <ChoiceRow
          key={name}
          testid={`${name}-of-${owner}`}
          label={t(`layer.${name}`)}
          value={String(values[name])}
          options={options.map(([value, text]) => [value, t(`layer.${text}`)] as const)}
          disabled={!editable}
          onValue={(wanted) => change(owner, { [name]: wanted })}
        />
      ))}
    </div>
  );
}

/** What a first lesson does not need: how the layer begins and how it learns. */
function More({
  placed: { layer, owner },
}: {
  readonly placed: Placed;
  readonly editable: boolean;
}) {
  const editable = mayChange.network.value;
  return (
    <details class="more-settings">
      <summary data-testid={`more-of-${owner}`}>{t("layer.more")}</summary>
      <div class="settings">
        {isWeighted(layer) && <Init owner={owner} init={layer.init} editable={editable} />}
        {isWeighted(layer) && (
          <NumberRow
            testid={`initial_bias-of-${owner}`}
            label={t("layer.initial_bias")}
            tip={t("layer.initial_bias.tip")}
            value={layer.initial_bias}
            {...COMMON_BOUNDS.initial_bias}
            disabled={!editable}
            onValue={(initial_bias) => change(owner, { initial_bias })}
          />
        )}
        {isWeighted(layer) && (
          <NumberRow
            testid={`density-of-${owner}`}
            label={t("layer.density")}
            tip={t("layer.density.tip")}
            value={layer.density}
            {...COMMON_BOUNDS.density}
            disabled={!editable}
            onValue={(density) => change(owner, { density })}
          />
        )}
        {isTrainable(layer) && (
          <NumberRow
            testid={`rate_factor-of-${owner}`}
            label={t("layer.rate_factor")}
            tip={t("layer.rate_factor.tip")}
            value={layer.rate_factor}
            {...COMMON_BOUNDS.rate_factor}
            disabled={!editable}
            onValue={(rate_factor) => change(owner, { rate_factor })}
          />
        )}
        {isTrainable(layer) && (
          <LockButton
            testid={`freeze-${owner}`}
            label={t("freeze.layer")}
            on={layer.frozen}
            disabled={!editable}
            onToggle={() => toggleLayer(owner)}
          />
        )}
      </div>
    </details>
  );
}

interface InitProps {
  readonly owner: string;
  readonly init: InitSpec;
  readonly editable: boolean;
}

function Init({ owner, init, editable }: InitProps) {
  const values = init as unknown as Record<string, number>;
  const put = (what: object) =>
    change(owner, { init: { ...init, ...what } }, `init ${Object.keys(what).join()}`);
  return (
    <>
      <ChoiceRow
        testid={`init-of-${owner}`}
        label={t("layer.init")}
        tip={t(`init.${init.kind}.tip`)}
        value={init.kind}
        options={INIT_KINDS.map((kind) => [kind, t(`init.${kind}`)] as const)}
        disabled={!editable}
        onValue={(kind) => change(owner, { init: INITS[kind] })}
      />
      {"distribution" in init && (
        <ChoiceRow
          testid={`distribution-of-${owner}`}
          label={t("init.distribution")}
          value={init.distribution}
          options={DISTRIBUTIONS.map((each) => [each, t(`init.${each}`)] as const)}
          disabled={!editable}
          onValue={(distribution) => put({ distribution })}
        />
      )}
      {initNumbers(init.kind).map((each) => (
        <NumberRow
          key={each.name}
          {...each}
          testid={`${each.name}-of-${owner}`}
          label={t(`init.${each.name}`)}
          value={values[each.name] ?? 0}
          disabled={!editable}
          onValue={(wanted) => put({ [each.name]: wanted })}
        />
      ))}
    </>
  );
}

function Actions({ placed: { id, owner, block, position }, name, onClose }: DetailsProps) {
  const done = (act: () => void) => () => {
    onClose();
    act();
  };
  if (owner === "output") return null;
  return (
    <div class="actions">
      {block === null && (
        <button
          type="button"
          data-testid={`repeat-${owner}`}
          title={t("block.make.tip")}
          onClick={done(() => repeat(owner))}
        >
          {t("block.make")}
        </button>
      )}
      <Connect source={id} onClose={onClose} />
      {block === null && (
        <span class="pair">
          <button
            type="button"
            title={t("layer.left")}
            onClick={done(() => move(position, position - 1))}
          >
            <span aria-hidden="true">←</span>
          </button>
          <button
            type="button"
            title={t("layer.right")}
            onClick={done(() => move(position, position + 1))}
          >
            <span aria-hidden="true">→</span>
          </button>
        </span>
      )}
      <button type="button" data-testid={`delete-${owner}`} onClick={done(() => remove(owner))}>
        {t("layer.remove", { name })}
      </button>
    </div>
  );
}

interface ConnectProps {
  readonly source: string;
  readonly onClose: () => void;
}

/** The way to make a skip connection without dragging: a button for each layer that it can lead to. */
export function Connect({ source, onClose }: ConnectProps) {
  const set = spec.value;
  if (set === null) return null;
  const all = shapes.value;
  const open = targets(set, source);
  if (open.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a flex row everywhere
    <div
      class="connect"
      role="group"
      data-testid={`connect-${source}`}
      aria-label={t("skip.connect")}
      title={t("skip.connect.tip")}
    >
      <span class="quiet-line" aria-hidden="true">
        {t("skip.connect")}
      </span>
      {open.map((id) => {
        const place = all.findIndex((shape) => shape.id === id);
        return (
          <button
            key={id}
            type="button"
            class="slim-button"
            data-testid={`connect-${source}-${id}`}
            onClick={() => {
              onClose();
              connect(source, id);
              followKey(`[data-testid="skip-${source}-${id}"]`);
            }}
          >
            {columnName(id, place + 1, all[place]?.kind)}
          </button>
        );
      })}
    </div>
  );
}
