/** Chips that switch the features of a point on and off. */

import { t } from "../../i18n";
import { FEATURE_SIGNS } from "../../i18n/text";
import { featureFits, toggleFeature } from "../../spec/spec";
import { edit } from "../../state/sync/edits";
import type { DataSpec, FeatureName } from "../../wire/types";
import "./Features.css";

const FEATURES = Object.keys(FEATURE_SIGNS) as FeatureName[];

export function Features({ data }: { readonly data: DataSpec }) {
  return (
    <div class="features">
      <h3 id="features-name" title={t("data.features.tip")}>
        {t("data.features")}
      </h3>
      {/* biome-ignore lint/a11y/useSemanticElements: the panel is the fieldset */}
      <div class="feature-chips" role="group" aria-labelledby="features-name">
        {FEATURES.map((feature) => (
          <Chip key={feature} feature={feature} data={data} />
        ))}
      </div>
    </div>
  );
}

function Chip({ feature, data }: { readonly feature: FeatureName; readonly data: DataSpec }) {
  const isOn = data.features.includes(feature);
  const fits = featureFits(data, feature);
  const isLast = isOn && data.features.length === 1;
  const tip = !fits
    ? t("data.feature.misfit")
    : isLast
      ? t("data.feature.last")
      : t(`feature.${feature}.tip`);
  return (
    <button
      type="button"
      class="feature-chip"
      data-testid={`feature-${feature}`}
      aria-pressed={isOn}
      aria-disabled={!fits || isLast}
      data-misfit={!fits}
      title={tip}
      onClick={() => {
        if (fits && !isLast) edit(`feature ${feature}`, (before) => toggleFeature(before, feature));
      }}
    >
      {FEATURE_SIGNS[feature]}
    </button>
  );
}
