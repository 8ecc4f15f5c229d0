/** Gradient norms of each layer: over the run, and at this very step. */

import { useState } from "preact/hooks";
import { Chart } from "../../charts/Chart";
import { OfStep } from "../../charts/OfStep";
import { Plot } from "../../charts/Plot";
import { SaveButton } from "../../charts/SaveButton";
import { tellBars } from "../../charts/told";
import { t } from "../../i18n";
import { layoutOf } from "../../plots/chart-layout";
import { css } from "../../plots/colors";
import { paintNormBars } from "../../plots/norm-bars";
import { gradientTraces, layerColor, MAX_BANDS, markAt, onLogAxis } from "../../plots/traces";
import { curves } from "../../state/live/curves";
import { latest } from "../../state/live/frames";
import { access, spec, status } from "../../state/sync/session";
import { learningLayers } from "../../state/view/layer-names";
import { theme } from "../../state/view/view";
import { floats, texts } from "../../wire/frames";
import "./GradientFlow.css";

export function GradientFlow() {
  const [pinned, setPinned] = useState<string | null>(null);
  const [pointed, setPointed] = useState<string | null>(null);
  const set = spec.value;
  if (set === null) return null;
  const layers = learningLayers();
  const chosen = layers.find(({ id }) => id === (pointed ?? pinned))?.id ?? null;
  const bars = () => {
    const frame = latest("metrics");
    const norms = frame === undefined ? null : floats(frame, "gradient_norms");
    if (frame === undefined || norms === null) return [];
    const known = texts(frame, "layers");
    return layers.map(({ id, name }, place) => ({
      name,
      norm: norms.data[known.indexOf(id)] ?? Number.NaN,
      color: css(layerColor(place, layers.length, theme.peek())),
    }));
  };
  return (
    <div class="flow">
      <div class="flow-now">
        <h3>
          {t("inside.gradients.norm")}
          <SaveButton name="gradient-curves" />
        </h3>
        <p class="flow-layers" title={t("inside.gradients.band.tip")}>
          {layers.map(({ id, name }, place) => (
            <button
              key={id}
              type="button"
              class="quiet"
              aria-pressed={pinned === id}
              onClick={() => setPinned(pinned === id ? null : id)}
              onPointerEnter={() => setPointed(id)}
              onPointerLeave={() => setPointed(null)}
              onFocus={() => setPointed(id)}
              onBlur={() => setPointed(null)}
            >
              <i style={{ background: css(layerColor(place, layers.length, theme.value)) }} />
              {name}
            </button>
          ))}
          <span>
            {t(layers.length > MAX_BANDS ? "inside.gradients.one" : "inside.gradients.band")}
          </span>
        </p>
        <Chart
          testid="gradient-curves"
          saved="gradient-curves"
          label={t("inside.gradients.picture")}
          view={[...layers.map(({ id }) => id), chosen].join()}
          make={(inks) => {
            const now = curves();
            const traces = onLogAxis(gradientTraces(now, layers, theme.peek(), chosen));
            const layout = layoutOf(
              {
                x: t("chart.step"),
                log: true,
                mark: markAt(now, status.peek()),
                view: `${access.peek()?.id}`,
              },
              inks,
            );
            return { traces, layout };
          }}
        />
      </div>
      <div class="flow-now">
        <h3 title={t("inside.gradients.now.tip")}>
          {t("inside.gradients.now")}
          <OfStep frames="metrics" inline />
          <SaveButton name="gradient-norms" />
        </h3>
        <Plot
          testid="gradient-norms"
          saved="gradient-norms"
          label={t("inside.gradients.now")}
          frames="metrics"
          tell={() => tellBars(bars())}
          draw={(onto, inks) => {
            const now = bars();
            if (now.length > 0) paintNormBars(onto, now, inks);
          }}
        />
      </div>
    </div>
  );
}
