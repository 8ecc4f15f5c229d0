/** One neuron: its map, what flows into it, how its activation and its gradient are spread. */
import { reset } from "../../actions/run";
import { Plot } from "../../charts/Plot";
import { SaveButton } from "../../charts/SaveButton";
import { tellHistogram } from "../../charts/told";
import { t } from "../../i18n";
import { paintHistogram } from "../../plots/histogram";
import { significant } from "../../plots/numbers";
import { form } from "../../spec/datasets";
import { placed } from "../../spec/expand";
import { isSparse } from "../../spec/layer-kinds";
import { latest } from "../../state/live/frames";
import { useThrottledFrame } from "../../state/live/use-throttled-frame";
import { mayChange } from "../../state/sync/areas";
import { shapes, spec } from "../../state/sync/session";
import { layerBefore, unitName } from "../../state/view/layer-names";
import { spokenUnit, spokenWeight } from "../../state/view/spoken";
import { select, theme } from "../../state/view/view";
import { followKey } from "../../ui/focus";
import { namedNow } from "../../ui/named-now";
import { type Frame, floats, number, texts } from "../../wire/frames";
import { CloseUp } from "./CloseUp";
import { isDead } from "./dead";
import { histogramIn } from "./histogram-frame";
import { KernelView } from "./KernelView";
import { MapPlot } from "./MapPlot";
import { strongest, type Weighted } from "./strongest";
import "./NeuronView.css";

/** More rows than a reader takes in; the rest is counted. */
const MAX_ROWS = 32;

interface NeuronViewProps {
  readonly layer: string;
  readonly unit: number;
}

export function NeuronView({ layer, unit }: NeuronViewProps) {
  const newest = useThrottledFrame("neuron");
  const isOurs = newest?.values.layer === layer && newest.values.unit === unit;
  const frame = isOurs ? newest : undefined;
  const name = unitName(layer, unit);
  return (
    <CloseUp name={name} now={() => spokenUnit(layer, unit)}>
      <MapPlot
        testid="neuron-map"
        saved="neuron-map"
        layer={layer}
        unit={unit}
        large
        label={t("inside.map", { name })}
      />
      <div class="incoming">
        <h3>
          {name}
          <SaveButton name="neuron-map" />
        </h3>
        <p class="quiet-line">
          {t("inside.bias")} {bias(frame)}
        </p>
        {frame !== undefined && isDead(activationOf(layer), histogramIn(frame, "activations")) && (
          <Dead />
        )}
        {isConvolution(layer) ? (
          <KernelView layer={layer} before={layerBefore(layer)} unit={unit} />
        ) : (
          frame !== undefined && <Incoming layer={layer} unit={unit} frame={frame} />
        )}
      </div>
      {(["activations", "gradients"] as const).map((spread) => (
        <figure key={spread} class="spread">
          <figcaption title={t(`inside.neuron.${spread}.tip`)}>
            {t(`inside.neuron.${spread}`)}
          </figcaption>
          <Plot
            label={t(`inside.neuron.${spread}`)}
            tell={() => {
              const now = latest("neuron");
              return tellHistogram(now === undefined ? null : histogramIn(now, spread));
            }}
            frames="neuron"
            draw={(onto, inks) => {
              const now = latest("neuron");
              if (now?.values.layer !== layer || now.values.unit !== unit) return;
              const histogram = histogramIn(now, spread);
              if (histogram !== null) paintHistogram(onto, histogram, theme.peek(), inks);
            }}
          />
        </figure>
      ))}
    </CloseUp>
  );
}

/** What is wrong with a unit that is always 0, and the way out. */
const Dead = () => (
  <p class="quiet-line" data-testid="dead-unit">
    {t("inside.neuron.dead")}{" "}
    {mayChange.transport.value && mayChange.training.value && (
      <button type="button" data-testid="dead-unit-anew" onClick={() => void reset(true)}>
        {t("transport.reset.new")}
      </button>
    )}
  </p>
);

const activationOf = (layer: string) => shapes.value.find(({ id }) => id === layer)?.activation;

const isConvolution = (layer: string) =>
  shapes.value.some(({ id, kind }) => id === layer && (kind === "conv1d" || kind === "conv2d"));

const isThinned = (layer: string) =>
  spec.value !== null &&
  placed(spec.value.network).some((each) => each.id === layer && isSparse(each.layer));

const isImage = () => spec.value !== null && form(spec.value.data) === "image";

/** Whether a layer's inputs are the units of the one before; else the server knows their names. */
function seesUnits(layer: string): boolean {
  const place = shapes.value.findIndex(({ id }) => id === layer);
  const [shape, before] = [shapes.value[place], shapes.value[place - 1]];
  const isVector = before === undefined ? !isImage() : before.outputs.length === 1;
  return shape !== undefined && shape.skips.length === 0 && isVector;
}

/** A layer without a bias (a pooling, a dropout) tells none. */
const bias = (frame: Frame | undefined) => {
  const value = frame === undefined ? Number.NaN : number(frame, "bias");
  return significant(value);
};

interface IncomingProps extends NeuronViewProps {
  readonly frame: Frame;
}

function Incoming({ layer, unit, frame }: IncomingProps) {
  const [weights, gradients] = [floats(frame, "weights"), floats(frame, "weight_gradients")];
  if (weights === null || gradients === null) return null;
  const before = layerBefore(layer);
  const known = texts(frame, "inputs");
  const isPlain = seesUnits(layer);
  const nameOf = (input: number) =>
    isPlain ? unitName(before, input) : (known[input] ?? unitName(before, input));
  const { rows, most, all } = strongest(weights.data, gradients.data, MAX_ROWS, isThinned(layer));
  return (
    <div class="rows-scroll">
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">{t("inside.from")}</th>
            <th scope="col" colspan={2}>
              {t("inside.weight")}
            </th>
            <th scope="col">{t("inside.gradient")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row
              key={row.input}
              row={row}
              most={most}
              name={nameOf(row.input)}
              onOpen={() => {
                select({ kind: "edge", layer, unit, input: row.input });
                followKey("#inside .selected.edge");
              }}
            />
          ))}
        </tbody>
      </table>
      {rows.length < all && (
        <p class="quiet-line">{t("inside.strongest", { shown: rows.length, all })}</p>
      )}
    </div>
  );
}

interface RowProps {
  readonly row: Weighted;
  readonly most: number;
  readonly name: string;
  readonly onOpen: () => void;
}

function Row({ row: { weight, gradient }, most, name, onOpen }: RowProps) {
  const said = namedNow(name, () => spokenWeight(name, weight, gradient));
  const part = most === 0 ? 0 : (Math.abs(weight) / most) * 50;
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          class="quiet row-name"
          title={t("inside.weight.open")}
          {...said}
          onClick={onOpen}
        >
          {name}
        </button>
      </th>
      <td class="bar-cell" aria-hidden="true">
        <i
          class={weight < 0 ? "bar negative" : "bar positive"}
          style={{ left: `${weight < 0 ? 50 - part : 50}%`, width: `${part}%` }}
        />
      </td>
      <td class="figure">{significant(weight)}</td>
      <td class="figure soft">{significant(gradient)}</td>
    </tr>
  );
}
