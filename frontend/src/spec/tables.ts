/** The columns of the tables that ship with the playground, as in the server's spec/tables.py. */
import type { DatasetName } from "../wire/types";

const CELL = [
  "radius",
  "texture",
  "perimeter",
  "area",
  "smoothness",
  "compactness",
  "concavity",
  "concave_points",
  "symmetry",
  "fractal_dimension",
] as const;

export const TABLES: Readonly<Partial<Record<DatasetName, readonly string[]>>> = {
  iris: ["sepal_length", "sepal_width", "petal_length", "petal_width"],
  wine: [
    "alcohol",
    "malic_acid",
    "ash",
    "alcalinity_of_ash",
    "magnesium",
    "total_phenols",
    "flavanoids",
    "nonflavanoid_phenols",
    "proanthocyanins",
    "color_intensity",
    "hue",
    "od280_or_od315_of_diluted_wines",
    "proline",
  ],
  breast_cancer: [
    ...CELL.map((name) => `mean_${name}`),
    ...CELL.map((name) => `${name}_error`),
    ...CELL.map((name) => `worst_${name}`),
  ],
  diabetes: ["age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"],
};
