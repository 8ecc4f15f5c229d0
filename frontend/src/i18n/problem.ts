/** A problem document in the language chosen: its field by name, its numbers as the page writes them. */

import { count, significant } from "../plots/numbers";
import { Refusal } from "../wire/api";
import type { Problem } from "../wire/types";
import { isKey, type Key, type Params, t } from ".";
import { authorName } from "./author";

export function paramText(name: string, value: Params[string]): Params[string] {
  if (typeof value === "number") return Number.isInteger(value) ? count(value) : significant(value);
  if (name === "author") return authorName(String(value));
  const field = `field.${value}`;
  return name === "field" && isKey(field) ? t(field) : value;
}

/** The catalogue's sentence, or the server's English one for a code that this page does not know. */
export function problemText({
  code,
  params,
  detail,
}: Pick<Problem, "code" | "params" | "detail">): string {
  const key = `problem.${code}`;
  if (!isKey(key)) return detail;
  const entries = Object.entries(params).map(([name, value]) => [
    name,
    paramText(name, value ?? null),
  ]);
  return t(key, Object.fromEntries(entries) as Params);
}

/** Why something asked of the server was not done: refused, or the server did not answer. */
export const failureText = (error: unknown, unanswered: Key): string =>
  error instanceof Refusal ? problemText(error.problem) : t(unanswered);
