/** The file on its way to the server, and the one whose columns are being looked at. */
import { batch, signal } from "@preact/signals";
import { changeData } from "../../spec/spec";
import { edit } from "../../state/sync/edits";
import { Refusal } from "../../wire/api";
import type { Problem, Upload } from "../../wire/types";
import { Cancelled, describe, sendFile, type Uploaded } from "../../wire/uploads";

export const TABLES = [".csv", ".tsv", ".txt", ".parquet", ".npz"] as const;
export const isTable = ({ name }: File) =>
  TABLES.some((ending) => name.toLowerCase().endsWith(ending));

export interface OnItsWay {
  readonly name: string;
  /** 0 to 1; at 1 the server reads it. */
  readonly share: number;
  readonly cancel: () => void;
}

export const onItsWay = signal<OnItsWay | null>(null);
export const refused = signal<Problem | null>(null);
export const looked = signal<Uploaded | null>(null);

/** The server's sentence; anything else is for the bench to say. */
export const problemOf = (why: unknown): Problem | null =>
  why instanceof Refusal ? why.problem : null;

export async function upload(file: File): Promise<void> {
  onItsWay.value?.cancel();
  const sending = sendFile(file, (share) => {
    if (onItsWay.value !== null) onItsWay.value = { ...onItsWay.value, share };
  });
  const { cancel } = sending;
  batch(() => {
    refused.value = null;
    onItsWay.value = { name: file.name, share: 0, cancel };
  });
  try {
    looked.value = await sending.answer;
  } catch (why) {
    if (!(why instanceof Cancelled)) refused.value = problemOf(why);
  } finally {
    if (onItsWay.value?.cancel === cancel) onItsWay.value = null;
  }
}

/** Opens the columns of a file that was uploaded before. */
export async function lookAgain(known: Upload): Promise<void> {
  refused.value = null;
  try {
    looked.value = await describe(known);
  } catch (why) {
    refused.value = problemOf(why);
  }
}

export function useUpload(chosen: Upload): void {
  edit("data.upload", (before) => changeData(before, { dataset: "upload", upload: chosen }));
  looked.value = null;
}
