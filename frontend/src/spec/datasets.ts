/** Properties of a data set, by the catalogue and the spec: form, task, classes, sizes, names. */
import { DATASETS as CATALOGUE, FEATURES, LIMITS } from "../wire/catalogue";
import type { DatasetFacts } from "../wire/facts";
import type { DataSpec, DatasetName, FeatureName } from "../wire/types";

export type Task = "binary" | "multiclass" | "regression";
export type Form = DatasetFacts["form"];

export const DATASETS: Readonly<Record<DatasetName, DatasetFacts>> = CATALOGUE;

const hasOption = (option: string) => (data: DataSpec) => kindOf(data).options.includes(option);

/** Drawn as pictures: their size and how far their shapes are moved and turned can be set. */
export const isDrawnImage = hasOption("image_size");
export const hasFormula = hasOption("formula");

export const kindOf = (data: DataSpec) => DATASETS[data.dataset];
const upload = (data: DataSpec) => (data.dataset === "upload" ? data.upload : null);

export const form = (data: DataSpec): Form => (upload(data)?.image ? "image" : kindOf(data).form);

/** The number of classes of an upload's target; 0 where it is a number to predict. */
export function uploadClasses({ columns }: NonNullable<DataSpec["upload"]>): number {
  const target = columns.find(({ role }) => role === "target");
  return target?.kind === "category" ? target.categories.length : 0;
}

export function classCount(data: DataSpec): number {
  const uploaded = upload(data);
  if (uploaded !== null) return Math.max(2, uploadClasses(uploaded));
  return Math.min(data.classes, kindOf(data).maxClasses);
}

export function task(data: DataSpec): Task {
  const uploaded = upload(data);
  if (kindOf(data).regression) return "regression";
  if (uploaded !== null && uploadClasses(uploaded) === 0) return "regression";
  return classCount(data) === 2 ? "binary" : "multiclass";
}

/** Whether the number of classes can be chosen: painted points determine it themselves. */
export const hasManyClasses = (data: DataSpec) =>
  kindOf(data).options.includes("classes") && kindOf(data).maxClasses > 2;

/**
 * The kind of inputs and targets as a text: data with another signature begin the run anew. Which
 * features or columns of one table the network sees does not count.
 */
export function dataSignature(data: DataSpec): string {
  const uploaded = upload(data);
  const target = uploaded?.columns.find(({ role }) => role === "target")?.name ?? null;
  const classes = task(data) === "regression" ? 0 : classCount(data);
  return JSON.stringify([form(data), classes, target, sampleFields(data)]);
}

/** What a sample holds, beyond the form. */
function sampleFields(data: DataSpec): readonly (string | number)[] {
  if (form(data) === "image") return imageShape(data);
  const uploaded = upload(data);
  if (uploaded !== null) return uploaded.columns.map(({ name }) => name);
  return form(data) === "table" ? columnsOf(data) : [];
}

/** Height and width in pixels. */
export function imageShape(data: DataSpec): readonly number[] {
  const uploaded = upload(data)?.image;
  if (uploaded) return uploaded;
  const side = kindOf(data).side ?? data.image_size;
  return [side, side];
}

export const isOneDimensional = (data: DataSpec) => form(data) === "line";
/** Whether the network sees features made of x₁ and x₂. */
export const hasFeatures = (data: DataSpec) => form(data) === "line" || form(data) === "plane";

export function featureFits(data: DataSpec, feature: FeatureName): boolean {
  return !isOneDimensional(data) || FEATURES[feature].ofX1;
}

export const onlyOfX1 = (features: readonly FeatureName[]) =>
  features.every((feature) => FEATURES[feature].ofX1);

/** The names of the network's inputs; none for pixels. */
export function inputNames(data: DataSpec): readonly string[] {
  const uploaded = upload(data);
  if (form(data) === "image") return [];
  if (uploaded !== null) {
    return uploaded.columns
      .filter(({ role }) => role === "input")
      .flatMap((column) =>
        column.kind === "category"
          ? column.categories.map((value) => `${column.name}=${value}`)
          : [column.name],
      );
  }
  if (form(data) === "table") return data.columns.length > 0 ? data.columns : columnsOf(data);
  return data.features;
}

/** Every column of a table that ships with the playground. */
export const columnsOf = (data: DataSpec): readonly string[] => kindOf(data).columns;

/** A painted point: x₁, x₂ and the number of its class. */
export type Painted = readonly [x: number, y: number, label: number];
export const paintedOf = (data: DataSpec) => data.painted as unknown as readonly Painted[];

/** The number of samples, training and test. */
export function size(data: DataSpec): number {
  if (data.dataset === "painted") return paintedOf(data).length;
  const uploaded = upload(data);
  if (uploaded !== null) return uploaded.rows;
  const given = kindOf(data)
    .given.slice(0, data.classes)
    .reduce((sum, each) => sum + each, 0);
  return Math.min(data.samples, given || data.samples);
}

/** How many samples a given data set can have at most; null where they are drawn. */
export function maxSamples(data: DataSpec): number | null {
  const { given } = kindOf(data);
  if (given.length === 0) return null;
  return given.slice(0, data.classes).reduce((sum, each) => sum + each, 0);
}

/** Too few painted points are not split: all train, and all test. */
export const testsWhatItTrains = (data: DataSpec) =>
  data.dataset === "painted" && size(data) < LIMITS.fewPainted;

/** Rounds a half to the even number, as the server does. */
function rounded(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** At least one point trains and at least one tests. */
export function trainSamples(data: DataSpec): number {
  if (testsWhatItTrains(data)) return size(data);
  return Math.min(size(data) - 1, Math.max(1, rounded(size(data) * data.train_fraction)));
}
