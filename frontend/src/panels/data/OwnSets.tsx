/** Data of one's own: a formula, painted points, a file. */

import { Plot } from "../../charts/Plot";
import { t } from "../../i18n";
import { paintThumbnail } from "../../plots/thumbnail";
import { theme } from "../../state/view/view";
import type { DataSpec, DatasetName } from "../../wire/types";
import { OwnFilesButton } from "./OwnFiles";
import { isPainting, points, usePainted } from "./painted";
import { OWN_FORMULAS } from "./sets";
import { Thumbnail } from "./Thumbnail";
import { UploadButton } from "./UploadLine";
import "./OwnSets.css";

interface OwnSetsProps {
  readonly data: DataSpec;
  readonly onChoose: (dataset: DatasetName) => void;
}

export function OwnSets({ data, onChoose }: OwnSetsProps) {
  return (
    <div class="own-sets">
      {OWN_FORMULAS.map((set) => (
        <button
          key={set}
          type="button"
          class="own-set"
          data-testid={`dataset-${set}`}
          aria-pressed={data.dataset === set}
          title={t(`dataset.${set}.tip`)}
          onClick={() => onChoose(set)}
        >
          <span class="own-picture">
            <Thumbnail set={set} data={data} />
          </span>
          {t(`dataset.${set}`)}
        </button>
      ))}
      <button
        type="button"
        class="own-set"
        data-testid="dataset-painted"
        aria-pressed={data.dataset === "painted"}
        aria-haspopup="dialog"
        aria-expanded={isPainting.value}
        title={t("dataset.painted.tip")}
        onClick={() => {
          if (data.dataset !== "painted") usePainted();
          isPainting.value = !isPainting.value;
        }}
      >
        <span class="own-picture">
          <PaintedThumbnail />
        </span>
        {t("dataset.painted")}
      </button>
      <UploadButton data={data} onChoose={onChoose} />
      <OwnFilesButton />
    </div>
  );
}

/** Three strokes until there are points to show. */
const EXAMPLE = {
  inputs: [
    [-3.5, 2],
    [-2, 3.4],
    [-0.5, 3.8],
    [1, 3.2],
    [2.4, 2],
    [-2.6, -1.6],
    [-1, -2.8],
    [0.8, -3],
    [2.6, -2.2],
    [4, -0.8],
  ],
  labels: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1],
};

function PaintedThumbnail() {
  const shown = points.value;
  const { inputs, labels } =
    shown.length === 0
      ? EXAMPLE
      : { inputs: shown.map(([x, y]) => [x, y]), labels: shown.map(([, , label]) => label) };
  const preview = { inputs, labels, train: inputs.length, task: "binary", classes: 6 } as const;
  return (
    <Plot
      label={null}
      class="thumbnail"
      draw={(onto) => paintThumbnail(onto, preview, theme.peek(), "painted")}
    />
  );
}
