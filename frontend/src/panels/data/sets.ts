/** The data sets in groups, in the order in which the catalogue has them. */
import { DATASETS } from "../../wire/catalogue";
import type { DatasetName } from "../../wire/types";

export type GroupId = (typeof DATASETS)[DatasetName]["group"];

interface Group {
  readonly id: GroupId;
  readonly sets: readonly DatasetName[];
}

export const groupOf = (dataset: DatasetName): GroupId => DATASETS[dataset].group;

const SETS = Object.keys(DATASETS) as DatasetName[];

export const GROUPS: readonly Group[] = [...new Set(SETS.map(groupOf))].map((id) => ({
  id,
  sets: SETS.filter((set) => groupOf(set) === id),
}));

/** The user's own sets that need neither painting nor uploading, chosen like any other. */
export const OWN_FORMULAS = SETS.filter(
  (set) => groupOf(set) === "own" && set !== "painted" && set !== "upload",
);
