/** Differences between two specs, written so that long lists go over the wire whole. */
import { compare, type Operation } from "fast-json-patch";
import type { Spec } from "../wire/types";

/** Lists in which one change moves all that follows: their operations would be hundreds. */
const WHOLE: readonly (readonly ["data", "painted" | "upload" | "columns"])[] = [
  ["data", "painted"],
  ["data", "upload"],
  ["data", "columns"],
];

export function differences(before: Spec, after: Spec): Operation[] {
  let patch: Operation[] = compare(before, after);
  for (const [part, name] of WHOLE) {
    const path = `/${part}/${name}`;
    const others = patch.filter((operation) => !operation.path.startsWith(`${path}/`));
    if (others.length === patch.length) continue;
    patch = [...others, { op: "replace", path, value: after[part][name] }];
  }
  return patch;
}
