/** Ways out of what holds a network back: an edit, new weights, or both as one thing to undo. */
import { applyPatch, type Operation } from "fast-json-patch";
import type { Fix } from "../../wire/types";
import { mayChange } from "./areas";
import { edit } from "./edits";
import { record, type UndoEntry } from "./journal";
import { command } from "./session";

/** Names one time that weights are drawn, so that an undo finds what was there before. */
const mark = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;

/** Commands come after the edits made so far: the layers may be new by them. */
function swap(named: string): boolean {
  void command({ type: "swap_weights", mark: named });
  return true;
}

function drawn(gesture: string, layers: readonly string[], ofEdit: number | null): UndoEntry {
  const named = mark();
  void command({ type: "fresh_weights", layers: [...layers], mark: named }, undefined, ofEdit);
  return { gesture, undo: () => swap(named), redo: () => swap(named) };
}

/** Undone in the other order than done. */
const together = (first: UndoEntry, then: UndoEntry): UndoEntry => ({
  gesture: then.gesture,
  undo: () => then.undo() && first.undo(),
  redo: () => first.redo() && then.redo(),
});

export const mayMend = ({ patch, fresh }: Fix): boolean =>
  (patch.length === 0 || (mayChange.network.value && mayChange.training.value)) &&
  (fresh.length === 0 || mayChange.weights.value);

export function mend(fix: Fix): void {
  if (!mayMend(fix)) return;
  const gesture = `fix ${fix.code} ${mark()}`;
  let ofEdit: number | null = null;
  if (fix.patch.length > 0) {
    ofEdit = edit(gesture, (set) => {
      const patch = fix.patch as unknown as Operation[];
      return applyPatch(structuredClone(set), patch, true).newDocument;
    });
  }
  if (fix.fresh.length > 0) record(drawn(gesture, fix.fresh, ofEdit), together);
}
