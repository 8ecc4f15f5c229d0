import { expect, it } from "vitest";
import type { Upload } from "../../wire/types";
import { targetOf, width, withKind, withRole } from "./columns-of-upload";

const UPLOAD: Upload = {
  id: "abcdefghijklmnop",
  name: "seeds.csv",
  rows: 200,
  columns: [
    { name: "length", kind: "number", role: "input", categories: [], missing: 0 },
    { name: "color", kind: "category", role: "input", categories: ["red", "blue"], missing: 1 },
    { name: "kind", kind: "category", role: "target", categories: ["x", "y"], missing: 0 },
  ],
  image: null,
  missing: "drop",
  standardise: true,
};

const roles = ({ columns }: Upload) => columns.map(({ role }) => role);

it("has one target: the one before becomes an input", () => {
  const other = withRole(UPLOAD, 0, "target");
  expect(roles(other)).toEqual(["target", "input", "input"]);
  expect(targetOf(other)?.name).toBe("length");
});

it("ignores a column without choosing another target", () => {
  expect(roles(withRole(UPLOAD, 1, "ignored"))).toEqual(["input", "ignored", "target"]);
  expect(targetOf(withRole(UPLOAD, 2, "ignored"))).toBeUndefined();
});

it("counts one input a value of a category", () => {
  expect(width(UPLOAD)).toBe(3);
  expect(width(withKind(UPLOAD, 1, "number"))).toBe(2);
  expect(width({ ...UPLOAD, image: [8, 9] })).toBe(72);
});
