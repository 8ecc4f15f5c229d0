/** Files on their way to the server: sent with their progress, described, and described anew. */
import { call, Refusal } from "./api";
import type { Wire } from "./generated";
import type { Problem, Upload } from "./types";

/** What the server found in a file: its columns, its first rows as text, and how it was read. */
export type Uploaded = Wire["Uploaded"];
export type Reading = Wire["Reading"];
type OfText = "encoding" | "separator" | "decimal" | "header" | "skip";
/** How a file of text was read; one whose columns have types has no encoding and the like. */
export type TextReading = Omit<Reading, OfText> & {
  readonly [Name in OfText]: NonNullable<Reading[Name]>;
};
export const isOfText = (reading: Reading): reading is TextReading => reading.encoding !== null;
export type Note = Wire["Note"];

/** How a file of text is to be read; what is not asked for is guessed. */
export type Asked = Partial<
  Pick<TextReading, "encoding" | "separator" | "decimal" | "header" | "skip" | "pictures" | "total">
> & { readonly empty?: readonly string[] };

/** `draft` names all readings of one file: each takes the place of the one before. */
export interface Wanted {
  readonly draft: string;
  readonly asked: Asked;
}

function query(name: string, { draft, asked }: Wanted): string {
  const { empty = [], ...others } = asked;
  const entries = Object.entries(others).map(([field, value]) => [field, String(value)]);
  const words = empty.map((word) => ["empty", word]);
  return String(new URLSearchParams([["name", name], ["draft", draft], ...entries, ...words]));
}

/** The user took the file back while it was on its way. */
export class Cancelled extends Error {}

export interface Sending {
  readonly answer: Promise<Uploaded>;
  readonly cancel: () => void;
}

function refusal(status: number, text: string): Refusal {
  try {
    const problem = JSON.parse(text) as Problem;
    if (typeof problem.code === "string") return new Refusal(problem);
  } catch {}
  return new Refusal({
    type: "about:blank",
    title: "",
    status,
    detail: text.slice(0, 200),
    code: "server_error",
    pointer: null,
    params: {},
    mends: [],
  });
}

/** Puts a file on the server. `onProgress` hears the share that is sent, 0 to 1. */
export function sendFile(
  file: Blob & { readonly name: string },
  wanted: Wanted,
  onProgress: (share: number) => void,
): Sending {
  const request = new XMLHttpRequest();
  const answer = new Promise<Uploaded>((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const { status, responseText } = request;
      if (status >= 200 && status < 300) resolve(JSON.parse(responseText) as Uploaded);
      else reject(refusal(status, responseText));
    };
    request.onerror = () => reject(refusal(0, ""));
    request.onabort = () => reject(new Cancelled());
    request.open("PUT", `/api/uploads?${query(file.name, wanted)}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.send(file);
  });
  return { answer, cancel: () => request.abort() };
}

/** The same file with other roles, kinds or treatment of gaps: rows and categories counted anew. */
export async function describe(upload: Upload): Promise<Uploaded> {
  const response = await fetch(`/api/uploads/${upload.id}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(upload),
  });
  if (!response.ok) throw refusal(response.status, await response.text());
  return (await response.json()) as Uploaded;
}

export type OwnFiles = Wire["OwnUploads"];
export type OwnFile = OwnFiles["uploads"][number];

/** What this browser's person has uploaded, the newest first. */
export const fetchFiles = (): Promise<OwnFiles> => call("/api/uploads", "GET");

export const deleteFile = (id: string): Promise<void> => call(`/api/uploads/${id}`, "DELETE");
