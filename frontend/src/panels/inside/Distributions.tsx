/** Distributions of one layer's gradients, activations and weights, now or over the run. */
import { useEffect, useRef, useState } from "preact/hooks";
import { OfStep } from "../../charts/OfStep";
import { Plot } from "../../charts/Plot";
import { SaveButton } from "../../charts/SaveButton";
import { tellHistogram } from "../../charts/told";
import { t } from "../../i18n";
import { paintHistogram } from "../../plots/histogram";
import { NOTHING, type Past, paintRidgeline, remember } from "../../plots/ridgeline";
import { latest, paint } from "../../state/live/frames";
import { spec } from "../../state/sync/session";
import { learningLayers } from "../../state/view/layer-names";
import { chosenLayer, select, theme } from "../../state/view/view";
import { Select } from "../../ui/controls";
import type { Frame } from "../../wire/frames";
import { histogramIn } from "./histogram-frame";
import "./Distributions.css";

const SPREADS = ["gradients", "activations", "weights"] as const;
type Spread = (typeof SPREADS)[number];

/** The frame of the layer that is chosen: one of the layer before may still be the newest. */
function frameOf(layer: string): Frame | undefined {
  const frame = latest("histograms");
  return frame?.values.layer === layer ? frame : undefined;
}

export function Distributions() {
  const [overTime, setOverTime] = useState(false);
  const set = spec.value;
  const layer = chosenLayer.value;
  const past = usePast(layer);
  if (set === null) return null;
  return (
    <div class="distributions">
      <div class="side">
        <label class="stacked">
          {t("inside.layer")}
          <Select
            testid="distribution-layer"
            value={layer}
            options={learningLayers().map(({ id, name }) => [id, name])}
            onValue={(layer) => select({ kind: "layer", layer })}
          />
        </label>
        <label class="check" title={t("inside.overTime.tip")}>
          <input
            type="checkbox"
            data-testid="distribution-history"
            checked={overTime}
            onChange={({ currentTarget }) => setOverTime(currentTarget.checked)}
          />
          {t("inside.overTime")}
        </label>
      </div>
      {SPREADS.map((spread) => (
        <figure key={spread} class="spread">
          <figcaption title={t(`inside.${spread}Spread.tip`)}>
            {t(`inside.${spread}Spread`)}
            <OfStep frames="histograms" inline />
            <SaveButton name={`histogram-${spread}`} />
          </figcaption>
          <Plot
            testid={`histogram-${spread}`}
            saved={`histogram-${spread}`}
            label={t(`inside.${spread}Spread`)}
            tell={() => {
              const frame = frameOf(layer);
              return tellHistogram(frame === undefined ? null : histogramIn(frame, spread));
            }}
            frames="histograms"
            draw={(onto, inks) => {
              const frame = frameOf(layer);
              const now = frame === undefined ? null : histogramIn(frame, spread);
              if (now === null || frame === undefined) return;
              if (!overTime) return paintHistogram(onto, now, theme.peek(), inks);
              const ridges = past.current[spread].ridges.filter(({ step }) => step < frame.step);
              paintRidgeline(onto, [...ridges, { ...now, step: frame.step }], inks);
            }}
          />
        </figure>
      ))}
    </div>
  );
}

const empty = (): Record<Spread, Past> => ({
  gradients: NOTHING,
  activations: NOTHING,
  weights: NOTHING,
});

/** What was seen of this layer while this tab has been open. */
function usePast(layer: string) {
  const past = useRef(empty());
  useEffect(() => {
    past.current = empty();
    return paint("histograms", (frame) => {
      if (frame === undefined) past.current = empty();
      if (frame?.values.layer !== layer) return;
      for (const spread of SPREADS) {
        const now = histogramIn(frame, spread);
        if (now === null) continue;
        past.current[spread] = remember(past.current[spread], { ...now, step: frame.step });
      }
    });
  }, [layer]);
  return past;
}
