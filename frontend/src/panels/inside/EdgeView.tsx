/** One weight: what it joins, its value and gradient, and a hand on it. */

import { useId, useState } from "preact/hooks";
import { t } from "../../i18n";
import { significant } from "../../plots/numbers";
import { useThrottledFrame } from "../../state/live/use-throttled-frame";
import { mayChange } from "../../state/sync/areas";
import { elementOf, setWeight } from "../../state/sync/weights";
import { layerBefore, unitName } from "../../state/view/layer-names";
import { spokenWeight } from "../../state/view/spoken";
import { Exact } from "../../ui/fields";
import { linear } from "../../ui/scale";
import { bounds } from "../../wire/bounds";
import { MESSAGES } from "../../wire/catalogue";
import { CloseUp } from "./CloseUp";
import { MapPlot } from "./MapPlot";
import "./EdgeView.css";

const REACH = 5;
const PLACES = linear(-REACH, REACH, 0.05);

interface EdgeViewProps {
  readonly layer: string;
  readonly unit: number;
  readonly input: number;
}

export function EdgeView(props: EdgeViewProps) {
  const { layer, unit, input } = props;
  const frame = useThrottledFrame("weights");
  const [dragged, setDragged] = useState<number | null>(null);
  const id = useId();
  const before = layerBefore(layer);
  const [from, to] = [unitName(before, input), unitName(layer, unit)];
  const measured = elementOf(frame, "weight", props);
  const weight = dragged ?? measured;
  const choose = (value: number) => {
    setDragged(value);
    setWeight({ layer, unit, input }, measured, value);
  };
  const name = `${from} → ${to}`;
  const gradient = elementOf(frame, "weight.gradient", props);
  return (
    <CloseUp edge name={name} now={() => spokenWeight(name, measured, gradient)}>
      <figure class="end">
        <figcaption>{from}</figcaption>
        <MapPlot
          layer={before}
          unit={input}
          large={false}
          label={t("inside.map", { name: from })}
        />
      </figure>
      <div class="facts">
        <h3>{name}</h3>
        <dl class="pairs">
          <div>
            <dt>{t("inside.weight")}</dt>
            <dd data-testid="edge-value">{significant(measured)}</dd>
          </div>
          <div>
            <dt title={t("inside.gradient.tip")}>{t("inside.gradient")}</dt>
            <dd>{significant(gradient)}</dd>
          </div>
        </dl>
        <fieldset
          disabled={!mayChange.weights.value}
          class="set-weight"
          onFocusOut={() => setDragged(null)}
        >
          <label for={id}>{t("inside.weight.set")}</label>
          <Exact
            id={id}
            testid="edge-weight"
            value={Number.isFinite(weight) ? Number(weight.toFixed(4)) : 0}
            {...bounds(MESSAGES.SetParameter.value)}
            onValue={choose}
          />
          <input
            type="range"
            class="slide"
            data-testid="edge-weight-slider"
            aria-label={t("inside.weight.set")}
            min={0}
            max={PLACES.places}
            aria-valuetext={significant(weight)}
            step={1}
            value={PLACES.place(Number.isFinite(weight) ? weight : 0)}
            onInput={({ currentTarget }) => choose(PLACES.value(Number(currentTarget.value)))}
          />
        </fieldset>
        <p class="quiet-line">{t("inside.weight.note")}</p>
      </div>
      <figure class="end">
        <figcaption>{to}</figcaption>
        <MapPlot layer={layer} unit={unit} large={false} label={t("inside.map", { name: to })} />
      </figure>
    </CloseUp>
  );
}
