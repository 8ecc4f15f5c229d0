/** What the server draws before it is used: asked for once each, and kept. */
import { signal } from "@preact/signals";
import { type Curve, scaled } from "../plots/curve-preview";
import { firstPicture } from "../state/frames";
import { spec } from "../state/session";
import { firstClasses } from "../state/spec";
import { type DataPreview, previewData, previewSchedule } from "../wire/api";
import type { DataSpec, DatasetName, ScheduleSpec, TrainingSpec } from "../wire/types";
import { isForeseeable } from "./kinds";

/** Rises when an answer came: whoever shows previews reads it. */
export const previewsVersion = signal(0);

class Kept<Answer> {
  #known = new Map<string, Answer>();
  #asked = new Set<string>();

  /** The answer if it is here; else it is asked for, and null for now. */
  get(key: string, ask: () => Promise<Answer>): Answer | null {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#asked.has(key)) return null;
    this.#asked.add(key);
    firstPicture.then(ask).then(
      (answer) => {
        this.#known.set(key, answer);
        previewsVersion.value += 1;
      },
      // Asked again at the next drawing: the server may be back by then.
      () => setTimeout(() => this.#asked.delete(key), RETRY_MS),
    );
    return null;
  }
}

const RETRY_MS = 2000;
const THUMBNAIL_POINTS = 150;
const data = new Kept<DataPreview>();
const schedules = new Kept<Curve>();

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

/** A schedule's rates over so many steps; null where they follow from the loss. All are multiples of the learning rate: asked for at 1. */
export function scheduleCurve(
  schedule: ScheduleSpec,
  steps: number,
  learningRate: number,
): Curve | null {
  const training: TrainingSpec | undefined = spec.peek()?.training;
  if (training === undefined || !isForeseeable(schedule)) return null;
  const asked = { ...training, schedule, learning_rate: 1 };
  const curve = schedules.get(`${JSON.stringify(schedule)} ${steps}`, () =>
    previewSchedule(asked, steps),
  );
  return curve === null ? null : scaled(curve, learningRate);
}
