/** Roles of a file's columns: pure changes of an upload. */
import type { Upload } from "../../wire/types";

export type UploadColumn = Upload["columns"][number];
export type Role = UploadColumn["role"];

const changed = (upload: Upload, place: number, change: Partial<UploadColumn>): Upload => ({
  ...upload,
  columns: upload.columns.map((column, at) => (at === place ? { ...column, ...change } : column)),
});

/** There is one target: what was it before becomes an input. */
export function withRole(upload: Upload, place: number, role: Role): Upload {
  if (role !== "target") return changed(upload, place, { role });
  const columns = upload.columns.map((column) =>
    column.role === "target" ? { ...column, role: "input" as const } : column,
  );
  return changed({ ...upload, columns }, place, { role });
}

export const withKind = (upload: Upload, place: number, kind: UploadColumn["kind"]): Upload =>
  changed(upload, place, { kind });

/** Numbers that the network sees of a row: a category is one a value. */
export function width({ columns, image }: Upload): number {
  const [height = 0, across = 0] = image ?? [];
  if (image !== null) return height * across;
  return columns
    .filter(({ role }) => role === "input")
    .reduce((sum, { kind, categories }) => sum + (kind === "category" ? categories.length : 1), 0);
}

export const targetOf = ({ columns }: Upload) => columns.find(({ role }) => role === "target");
