/** Set-ups and weights from files and links: what each is, and how it comes in. */
import { Refusal } from "../../wire/api";
import { sendWeights } from "../../wire/exports";
import type { Problem, Spec } from "../../wire/types";
import { mayBeLink } from "../sync/link";
import { found } from "../sync/refusals";
import { access, canEdit, problem } from "../sync/session";
import { attempt } from "../sync/start";

/** Files that the page itself takes in; tables and pictures go to the data panel. */
export type Importable = "setup" | "weights";

const ENDINGS: Readonly<Record<string, Importable>> = { json: "setup", safetensors: "weights" };

export function importable(fileName: string): Importable | null {
  const ending = fileName.slice(fileName.lastIndexOf(".") + 1).toLowerCase();
  return ENDINGS[ending] ?? null;
}

/** False, with the problem told, where it could not be taken in. */
export async function openFile(file: File): Promise<boolean> {
  const kind = importable(file.name);
  if (kind === null) return tell(found("unknown_file"));
  return kind === "weights" ? openWeights(file) : openSetup(await file.text());
}

/** A session of its own from a set-up's JSON; the server checks it. */
export async function openSetup(text: string): Promise<boolean> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return tell(found("no_set_up"));
  }
  problem.value = null;
  return attempt({ spec: document as Spec });
}

export async function openLink(pasted: string): Promise<boolean> {
  if (!mayBeLink(pasted)) return tell(found("no_link"));
  problem.value = null;
  return attempt({ link: pasted });
}

export async function openWeights(file: Blob): Promise<boolean> {
  const session = access.peek();
  if (session === null || !canEdit.peek()) return tell(found("only_watching"));
  try {
    await sendWeights(session, file);
    problem.value = null;
    return true;
  } catch (error) {
    return tell(error instanceof Refusal ? error.problem : found("server_away"));
  }
}

function tell(why: Problem): false {
  problem.value = why;
  return false;
}
