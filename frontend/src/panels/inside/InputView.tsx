/** An input of the network: what it is, and what it looks like over the plane or as an image. */

import { type Key, t } from "../../i18n";
import { FEATURE_SIGNS, inputName } from "../../i18n/text";
import { form, hasFeatures } from "../../spec/datasets";
import { spec } from "../../state/sync/session";
import { spokenUnit } from "../../state/view/spoken";
import type { FeatureName } from "../../wire/types";
import { CloseUp } from "./CloseUp";
import { MapPlot } from "./MapPlot";
import "./InputView.css";

export function InputView({ unit }: { readonly unit: number }) {
  const data = spec.value?.data;
  if (data === undefined) return null;
  const feature = hasFeatures(data) ? data.features[unit] : undefined;
  const name = inputName(data, unit);
  return (
    <CloseUp name={name} now={() => spokenUnit("input", unit)}>
      <MapPlot
        testid="neuron-map"
        layer="input"
        unit={unit}
        large={false}
        label={t("inside.map", { name })}
      />
      <div class="facts">
        <h3 class={feature === undefined ? "" : "formula"}>
          {feature === undefined ? name : FEATURE_SIGNS[feature]}
        </h3>
        <p>{about(feature, form(data) === "image")}</p>
        <p class="quiet-line">{t("inside.input.note")}</p>
      </div>
    </CloseUp>
  );
}

function about(feature: FeatureName | undefined, isImage: boolean): string {
  if (feature !== undefined) return t(`feature.${feature}.tip` satisfies Key);
  return t(isImage ? "inside.input.image" : "inside.input.column");
}
