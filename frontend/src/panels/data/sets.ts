/** The data sets in groups, as the panel offers them. */
import type { DatasetName } from "../../wire/types";

export const GROUPS = [
  {
    id: "points",
    sets: ["circle", "xor", "gaussians", "spiral", "moons", "checkerboard"],
  },
  { id: "many", sets: ["rings", "sectors"] },
  { id: "curves", sets: ["curve", "plane", "multi_gauss"] },
  { id: "images", sets: ["digits", "edges", "bars", "shapes"] },
  { id: "tables", sets: ["iris", "wine", "breast_cancer", "diabetes"] },
  { id: "own", sets: ["formula_curve", "formula_surface", "painted", "upload"] },
  {
    id: "tensorflow",
    sets: ["tf_circle", "tf_xor", "tf_gauss", "tf_spiral", "tf_plane", "tf_multi_gauss"],
  },
] as const satisfies readonly { id: string; sets: readonly DatasetName[] }[];

export type GroupId = (typeof GROUPS)[number]["id"];

export const groupOf = (dataset: DatasetName): GroupId =>
  GROUPS.find(({ sets }) => (sets as readonly DatasetName[]).includes(dataset))?.id ?? "points";
