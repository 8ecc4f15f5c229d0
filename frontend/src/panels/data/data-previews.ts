/** Data sets drawn by the server before they are chosen. */
import { firstClasses } from "../../spec/spec";
import { AskedOnce } from "../../state/live/asked-once";
import { type DataPreview, previewData } from "../../wire/api";
import type { DataSpec, DatasetName } from "../../wire/types";

const THUMBNAIL_POINTS = 150;
const data = new AskedOnce<DataPreview>();

/** Formulas for the pictures: what the formula's field holds may not be one yet. */
const PICTURED: Partial<Record<DatasetName, string>> = {
  formula_curve: "sin(x1)",
  formula_surface: "sin(x1) * cos(x2)",
};

/** A data set's samples at a little noise, in as many classes as choosing it would give. */
export function thumbnail(dataset: DatasetName, chosen: DataSpec): DataPreview | null {
  const classes = dataset === chosen.dataset ? chosen.classes : firstClasses(chosen, dataset);
  const asked: DataSpec = {
    ...chosen,
    dataset,
    samples: THUMBNAIL_POINTS,
    noise: 0.05,
    train_fraction: 0.5,
    seed: 1,
    classes,
    features: ["x1"],
    formula: PICTURED[dataset] ?? "x1",
    painted: [],
    image_size: 16,
    shift: 0.2,
    rotation: 0,
    columns: [],
    upload: null,
  };
  return data.get(`${dataset} ${classes}`, () => previewData(asked));
}
