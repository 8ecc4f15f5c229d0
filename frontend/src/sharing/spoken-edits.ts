/** Each edit of this page in a sentence for ears, and how the run stands. */
import { effect } from "@preact/signals";
import { t } from "../i18n";
import { columnName, grouped } from "../i18n/text";
import { placed } from "../spec/expand";
import { changed } from "../spec/merge";
import { edited } from "../state/sync/sending";
import { status } from "../state/sync/session";
import { say } from "../ui/say";
import type { Spec } from "../wire/types";
import { placeName, placeNames, valueName } from "./places";

/** The layers of one set-up that the other has not, by their names. */
function missing(from: Spec, other: Spec): string[] {
  const known = new Set(placed(other.network).map(({ id }) => id));
  return placed(from.network).flatMap(({ id, kind }, place) =>
    known.has(id) ? [] : [columnName(id, place + 1, kind)],
  );
}

/** The value at a JSON pointer. */
function valueAt(document: unknown, pointer: string): unknown {
  return pointer
    .split("/")
    .slice(1)
    .reduce<unknown>(
      (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
      document,
    );
}

/** "Learning rate: 0.03", "Added: Layer 2", or the names of what is different. */
export function spokenEdit(before: Spec, after: Spec): string {
  const [made, gone] = [missing(after, before), missing(before, after)];
  if (made.length > 0) return t("say.added", { names: made.join(", ") });
  if (gone.length > 0) return t("say.removed", { names: gone.join(", ") });
  const pointers = changed(before, after);
  const [pointer] = pointers;
  if (pointers.length !== 1 || pointer === undefined) {
    return t("say.changed", { names: placeNames(pointers, after) });
  }
  const value = valueAt(after, pointer);
  const isSimple = typeof value === "number" || typeof value === "string";
  return isSimple
    ? t("say.numbers", { name: placeName(pointer, after), numbers: valueName(value) })
    : t("say.changed", { names: placeName(pointer, after) });
}

/** Call once; returns the way out. */
export function sayWhatHappens(): () => void {
  const stops = [
    effect(() => {
      const now = edited.value;
      if (now !== null) say(`${spokenEdit(now.before, now.after)}.`, "edit");
    }),
    followRun(),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function followRun(): () => void {
  let was: string | undefined;
  return effect(() => {
    const now = status.value;
    if (now === null || now.state === was) return;
    const first = was === undefined;
    was = now.state;
    if (first) return;
    if (now.state === "playing") say(t("say.playing"), "run");
    if (now.state === "paused") say(t("say.paused", { step: grouped(now.step) }), "run");
  });
}
