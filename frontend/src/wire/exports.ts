/** Files out of a session and weights into it. A refusal arrives as a `Refusal`. */
import { type Access, bearer, fetchFile, refusalOf } from "./api";
import { ordered } from "./bounds";
import { EXPORTS } from "./catalogue";

export type ExportFormat = keyof typeof EXPORTS;

/** How the name of such a file ends. */
export const endingOf = (format: ExportFormat): string => EXPORTS[format];

/** What a session can be taken away as: what runs, what is opened elsewhere, then numbers. */
export const EXPORT_FORMATS = ordered(Object.keys(EXPORTS) as ExportFormat[], [
  "pytorch",
  "onnx",
  "safetensors",
  "json",
  "csv",
  "parquet",
  "columns",
]);

export const fetchExport = (access: Access, format: ExportFormat) =>
  fetchFile(`/api/sessions/${access.id}/export/${format}`, access);

/** Puts the weights of a safetensors file in; its tensors are named as in the export. */
export async function sendWeights(access: Access, file: Blob): Promise<void> {
  const response = await fetch(`/api/sessions/${access.id}/weights`, {
    method: "POST",
    headers: { ...bearer(access), "Content-Type": "application/octet-stream" },
    body: file,
  });
  if (!response.ok) throw await refusalOf(response);
}
