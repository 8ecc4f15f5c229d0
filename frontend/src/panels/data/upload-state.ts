/** The file on its way to the server, and the one whose columns are being looked at. */
import { batch, signal } from "@preact/signals";
import { changeData } from "../../spec/spec";
import { edit } from "../../state/sync/edits";
import { Refusal } from "../../wire/api";
import type { Problem, Upload } from "../../wire/types";
import { type Asked, Cancelled, describe, sendFile, type Uploaded } from "../../wire/uploads";
import { asking, type Choices, carried, choosing, NO_CHOICES, newDraft } from "./table-reading";

export const TABLES = [".csv", ".tsv", ".txt", ".parquet", ".npz"] as const;
export const isTable = ({ name }: File) =>
  TABLES.some((ending) => name.toLowerCase().endsWith(ending));

export interface OnItsWay {
  readonly name: string;
  /** 0 to 1; at 1 the server reads it. */
  readonly share: number;
  readonly cancel: () => void;
}

/** A file at hand, to be sent again when it is to be read another way. */
interface Source {
  readonly file: File;
  readonly draft: string;
}

export interface Looked {
  /** Null: the file was uploaded at another time, or from another place. */
  readonly source: Source | null;
  readonly asked: Asked;
  /** What was asked for when it was last read: Cancel goes back to that. */
  readonly settled: Asked;
  /** Null: it could not be read yet. */
  readonly uploaded: Uploaded | null;
  readonly choices: Choices;
  /** Why it cannot be read as asked, or its columns cannot be used as chosen. */
  readonly problem: Problem | null;
  /** The problem is how it is read: what is known of its columns is of another reading. */
  readonly unread: boolean;
  /** The server has not yet counted rows and categories as they are set now. */
  readonly isCounting: boolean;
}

export const onItsWay = signal<OnItsWay | null>(null);
export const refused = signal<Problem | null>(null);
export const looked = signal<Looked | null>(null);

/** The file that was used last, by its id on the server: it can still be read another way. */
let atHand: (Pick<Looked, "source" | "asked"> & { readonly id: string }) | null = null;

/** The server's sentence; anything else is for the bench to say. */
export const problemOf = (why: unknown): Problem | null =>
  why instanceof Refusal ? why.problem : null;

/** Refusals of what another way of reading may mend. */
const OF_READING: ReadonlySet<string> = new Set([
  "upload_bad_cell",
  "upload_few_values",
  "upload_no_rows",
  "upload_no_target",
  "upload_one_column",
  "upload_row_length",
  "upload_same_name",
  "upload_too_few",
  "upload_too_many_columns",
]);

const isOfReading = (problem: Problem | null) =>
  problem !== null && (OF_READING.has(problem.code) || problem.code.startsWith("upload_read_"));

function fresh(part: Pick<Looked, "source" | "asked"> & Partial<Looked>): Looked {
  const rest = { choices: NO_CHOICES, problem: null, unread: false, isCounting: false };
  return { ...rest, settled: part.asked, uploaded: null, ...part };
}

/** Sends a file to be read as asked; null when it was taken back or another is read in its place. */
async function send(source: Source, asked: Asked): Promise<Uploaded | null> {
  onItsWay.value?.cancel();
  const sending = sendFile(source.file, { draft: source.draft, asked }, (share) => {
    if (onItsWay.value?.cancel === sending.cancel) onItsWay.value = { ...onItsWay.value, share };
  });
  onItsWay.value = { name: source.file.name, share: 0, cancel: sending.cancel };
  try {
    return await sending.answer;
  } catch (why) {
    if (why instanceof Cancelled) return null;
    throw why;
  } finally {
    if (onItsWay.value?.cancel === sending.cancel) onItsWay.value = null;
  }
}

/** Uploads a file, to be read as asked if it is known how. */
export async function upload(file: File, asked: Asked = {}): Promise<void> {
  const source = { file, draft: newDraft() };
  refused.value = null;
  try {
    const uploaded = await send(source, asked);
    if (uploaded !== null) looked.value = fresh({ source, asked, uploaded });
  } catch (why) {
    const problem = problemOf(why);
    if (isOfReading(problem)) looked.value = fresh({ source, asked, problem, unread: true });
    else
      batch(() => {
        looked.value = null;
        refused.value = problem;
      });
  }
}

/** Reads the file that is looked at another way: what is undefined is guessed again. */
export async function readAgain(change: Asked): Promise<void> {
  const before = looked.peek();
  if (before?.source == null) return;
  const { source } = before;
  const asked = asking(before.asked, change);
  newest += 1;
  looked.value = { ...before, asked, isCounting: false };
  const settle = (known: Partial<Looked>) => {
    const now = looked.peek();
    if (now?.source === source) looked.value = { ...now, ...known };
  };
  try {
    const uploaded = await send(source, asked);
    if (uploaded === null) return;
    settle({ uploaded, settled: asked, problem: null, unread: false });
    const chosen = carried(looked.peek()?.choices ?? NO_CHOICES, uploaded.upload);
    if (chosen !== uploaded.upload) await choose(chosen);
  } catch (why) {
    settle({ problem: problemOf(why), unread: true });
  }
}

/** After a refusal: the file is taken as it was read before, which the server still has. */
export function returnToReading(): void {
  const now = looked.peek();
  if (now !== null) looked.value = { ...now, asked: now.settled, problem: null, unread: false };
}

/** Gives the reading up that is under way: the file is taken as it was read before. */
export function keepReading(): void {
  onItsWay.value?.cancel();
  const now = looked.peek();
  if (now !== null) looked.value = { ...now, asked: now.settled };
}

/** Counts up with each change of the columns: only the answer to the newest counts. */
let newest = 0;

/** Sets the columns up in another way, and has the server count its rows and categories anew. */
export async function choose(next: Upload): Promise<void> {
  const before = looked.peek();
  if (before?.uploaded == null) return;
  newest += 1;
  const mine = newest;
  const choices = choosing(before.choices, before.uploaded.upload, next);
  const uploaded = { ...before.uploaded, upload: next };
  looked.value = { ...before, uploaded, choices, problem: null, isCounting: true };
  const settle = (known: Partial<Looked>) => {
    const now = looked.peek();
    if (mine === newest && now !== null) looked.value = { ...now, isCounting: false, ...known };
  };
  try {
    settle({ uploaded: await describe(next) });
  } catch (why) {
    settle({ problem: problemOf(why) });
  }
}

/** Opens the columns of a file that was uploaded before. */
export async function lookAgain(known: Upload): Promise<void> {
  refused.value = null;
  const { source, asked } = atHand?.id === known.id ? atHand : { source: null, asked: {} };
  try {
    looked.value = fresh({ source, asked, uploaded: await describe(known) });
  } catch (why) {
    refused.value = problemOf(why);
  }
}

export function close(): void {
  if (looked.peek() === null) return;
  // What is on its way belongs to what is closed.
  onItsWay.value?.cancel();
  looked.value = null;
}

export function useUpload(): void {
  const now = looked.peek();
  if (now?.uploaded == null) return;
  const chosen = now.uploaded.upload;
  batch(() => {
    edit("data.upload", (before) => changeData(before, { dataset: "upload", upload: chosen }));
    atHand = { id: chosen.id, source: now.source, asked: now.asked };
    looked.value = null;
  });
}
