/** The data sets as pictures of themselves; a group of radio buttons beneath. */
import { useState } from "preact/hooks";
import { t } from "../i18n";
import { paintThumbnail } from "../plots/thumbnail";
import { theme } from "../state/view";
import type { DataSpec, DatasetName } from "../wire/types";
import { Plot } from "./Plot";
import { previewsVersion, thumbnail } from "./previews";

const GROUPS = [
  {
    name: "data.toClassify",
    sets: ["circle", "xor", "gaussians", "spiral", "moons", "checkerboard"],
  },
  { name: "data.toPredict", sets: ["plane", "multi_gauss", "curve"] },
] as const satisfies readonly { name: string; sets: readonly DatasetName[] }[];

interface ThumbnailsProps {
  readonly data: DataSpec;
  readonly onChoose: (dataset: DatasetName) => void;
}

export function Thumbnails({ data, onChoose }: ThumbnailsProps) {
  const [pointed, setPointed] = useState<DatasetName | null>(null);
  void previewsVersion.value;
  return (
    <div class="thumbnails" role="radiogroup" aria-label={t("data.set")}>
      {GROUPS.map(({ name, sets }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset in a fieldset would draw a second frame
        <div key={name} class="sets" role="group" aria-label={t(name)}>
          {sets.map((set) => (
            <label
              key={set}
              class="set"
              data-testid={`dataset-${set}`}
              data-chosen={set === data.dataset}
              onPointerEnter={() => setPointed(set)}
              onPointerLeave={() => setPointed(null)}
            >
              <input
                type="radio"
                name="dataset"
                class="visually-hidden"
                value={set}
                checked={set === data.dataset}
                onChange={() => onChoose(set)}
              />
              <Thumbnail set={set} data={data} />
              <span class="visually-hidden">{t(`dataset.${set}`)}</span>
            </label>
          ))}
        </div>
      ))}
      <p class="set-name" aria-hidden="true">
        <strong>{t(`dataset.${pointed ?? data.dataset}`)}</strong>
        <span>{t(`dataset.${pointed ?? data.dataset}.tip`)}</span>
      </p>
    </div>
  );
}

function Thumbnail({ set, data }: { readonly set: DatasetName; readonly data: DataSpec }) {
  const preview = thumbnail(set, data);
  return (
    <Plot
      label={null}
      class="thumbnail"
      draw={(onto) => {
        if (preview !== null) paintThumbnail(onto, preview, theme.peek());
      }}
    />
  );
}
