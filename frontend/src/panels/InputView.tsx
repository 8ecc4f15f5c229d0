/** An input feature: its formula, and what it looks like over the plane. */
import { FEATURE_SIGNS } from "../editor/text";
import { t } from "../i18n";
import type { Spec } from "../wire/types";
import { MapPlot } from "./MapPlot";

export function InputView({ set, unit }: { readonly set: Spec; readonly unit: number }) {
  const feature = set.data.features[unit];
  if (feature === undefined) return null;
  return (
    <div class="selected">
      <MapPlot
        testid="neuron-map"
        layer="input"
        unit={unit}
        large={false}
        label={t("inside.map", { name: FEATURE_SIGNS[feature] })}
      />
      <div class="facts">
        <h3 class="formula">{FEATURE_SIGNS[feature]}</h3>
        <p>{t(`feature.${feature}.tip`)}</p>
        <p class="quiet-line">{t("inside.input.note")}</p>
      </div>
    </div>
  );
}
