/** A weight set by hand: at once, not too often while it is dragged, and undone like an edit. */
import { type Frame, floats } from "../../wire/frames";
import { latest } from "../live/frames";
import { mayChange } from "./areas";
import { record, type UndoEntry } from "./journal";
import { command } from "./session";

export interface WeightAt {
  readonly layer: string;
  readonly unit: number;
  readonly input: number;
}

interface WeightEntry extends UndoEntry {
  readonly before: number;
  readonly after: number;
}

const SEND_EVERY_MS = 60;

/** An element of a layer's matrix, such as "weight" or "weight.gradient"; NaN if it is not there. */
export function elementOf(
  frame: Frame | undefined,
  name: string,
  { layer, unit, input }: WeightAt,
): number {
  const found = frame === undefined ? null : floats(frame, `${layer}.${name}`);
  const inputs = (found?.shape ?? []).slice(1).reduce((all, size) => all * size, 1);
  return found?.data[unit * inputs + input] ?? Number.NaN;
}

/** The weight as it was last seen. */
export const weightNow = (at: WeightAt): number => elementOf(latest("weights"), "weight", at);

const keyOf = ({ layer, unit, input }: WeightAt) => `weight ${layer} ${unit} ${input}`;
let sent = 0;
const waiting = new Map<string, ReturnType<typeof setTimeout>>();

function set(at: WeightAt, value: number): boolean {
  void command({ type: "set_parameter", ...at, value });
  return true;
}

/** At most one value of a weight each SEND_EVERY_MS of a drag, the last one always. */
function sendSoon(at: WeightAt, value: number): void {
  const key = keyOf(at);
  clearTimeout(waiting.get(key));
  const go = () => {
    sent = Date.now();
    waiting.delete(key);
    set(at, value);
  };
  waiting.set(key, setTimeout(go, Math.max(0, SEND_EVERY_MS - (Date.now() - sent))));
}

function entry(at: WeightAt, before: number, after: number): WeightEntry {
  return {
    gesture: keyOf(at),
    before,
    after,
    undo: () => set(at, before),
    redo: () => set(at, after),
  };
}

/** `before` is what an undo brings back: what the hand found. */
export function setWeight(at: WeightAt, before: number, value: number): void {
  if (!mayChange.weights.value) return;
  sendSoon(at, value);
  if (Number.isFinite(before)) {
    record(entry(at, before, value), (first, now) => entry(at, first.before, now.after));
  }
}
