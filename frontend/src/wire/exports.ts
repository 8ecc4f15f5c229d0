/** Files out of a session and weights into it. A refusal arrives as a `Refusal`. */
import { type Access, bearer, fetchFile, refusalOf } from "./api";

/** What a session can be taken away as, and how such a file's name ends. */
export const EXPORTS = {
  pytorch: ".py",
  onnx: ".onnx",
  safetensors: ".safetensors",
  json: ".json",
  csv: ".csv",
  parquet: ".parquet",
} as const;

export type ExportFormat = keyof typeof EXPORTS;

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
