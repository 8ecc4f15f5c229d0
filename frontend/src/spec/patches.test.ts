import { applyPatch } from "fast-json-patch";
import { expect, it } from "vitest";
import { SPEC } from "../testing/sample";
import type { DataSpec } from "../wire/types";
import { paintedOf } from "./datasets";
import { differences } from "./patches";

const withPoints = (many: number, from = 0) => ({
  ...SPEC,
  data: {
    ...SPEC.data,
    painted: Array.from({ length: many }, (_, at) => [
      (at + from) / 1000,
      0,
      at % 2,
    ]) as unknown as DataSpec["painted"],
  },
});

it("sends painted points whole, however many changed", () => {
  const [before, after] = [withPoints(900), withPoints(899, 1)];
  const patch = differences(before, after);
  expect(patch).toEqual([{ op: "replace", path: "/data/painted", value: paintedOf(after.data) }]);
  expect(applyPatch(structuredClone(before), patch).newDocument).toEqual(after);
});

it("keeps what else changed beside them", () => {
  const after = withPoints(3);
  const changed = { ...after, data: { ...after.data, dataset: "painted" as const } };
  const patch = differences(SPEC, changed);
  expect(patch.map(({ path }) => path).toSorted()).toEqual(["/data/dataset", "/data/painted"]);
  expect(applyPatch(structuredClone(SPEC), patch).newDocument).toEqual(changed);
});

it("says nothing where nothing differs", () => {
  expect(differences(withPoints(5), withPoints(5))).toEqual([]);
});
