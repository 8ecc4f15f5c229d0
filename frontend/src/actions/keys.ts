/** Keys that work anywhere on the page, except where one types. */
import { signal } from "@preact/signals";
import { held } from "../state/people/membership";
import { giveUp } from "../state/sync/edits";
import { redo, undo } from "../state/sync/journal";
import { refused } from "../state/sync/session";
import { drawerOpen, select } from "../state/view/view";
import { reset, stepOnce, togglePlay } from "./actions";

export const helpOpen = signal(false);

const TYPING = new Set(["INPUT", "TEXTAREA", "SELECT"]);
/** The last press was a pointer's: then Space on a clicked button still means play. */
let byPointer = true;

const KEYS: Readonly<Record<string, () => void>> = {
  " ": togglePlay,
  s: () => stepOnce("step"),
  e: () => stepOnce("epoch"),
  r: () => void reset(false),
  "shift+r": () => void reset(true),
  "?": () => {
    helpOpen.value = !helpOpen.value;
  },
  escape: backOut,
  "ctrl+z": undo,
  "ctrl+shift+z": redo,
  "ctrl+y": redo,
};

/** One thing at a time: what lies uppermost first. */
function backOut(): void {
  if (drawerOpen.value) drawerOpen.value = false;
  else if (refused.value !== null) giveUp();
  else select(null);
}

export function keyName(event: KeyboardEvent): string {
  const key = event.key.toLowerCase();
  if (key === "?") return key;
  const control = event.ctrlKey || event.metaKey ? "ctrl+" : "";
  return `${control}${event.shiftKey ? "shift+" : ""}${key}`;
}

/** Whether the key belongs to the element that has the focus. */
function isTaken(target: Element, name: string): boolean {
  if (target instanceof HTMLInputElement && target.type === "range") return false;
  if (target instanceof HTMLInputElement && target.type !== "text" && target.type !== "number")
    return name === " ";
  if (TYPING.has(target.tagName)) return true;
  return name === " " && !byPointer && target.closest("button, a, summary, [role]") !== null;
}

function press(event: KeyboardEvent): void {
  if (event.key === "Tab") byPointer = false;
  const name = keyName(event);
  const action = KEYS[name];
  // What the server would refuse one by one.
  if (held.value) return;
  if (action === undefined || event.altKey || event.defaultPrevented) return;
  if (event.target instanceof Element && isTaken(event.target, name)) return;
  event.preventDefault();
  if (event.repeat && name === " ") return;
  // A button that was clicked keeps the focus and would be pressed by the Space that plays.
  if (name === " " && document.activeElement instanceof HTMLElement) document.activeElement.blur();
  action();
}

/** Call once; returns the way out. */
export function listenToKeys(): () => void {
  const pointer = () => {
    byPointer = true;
  };
  addEventListener("keydown", press);
  addEventListener("pointerdown", pointer, true);
  return () => {
    removeEventListener("keydown", press);
    removeEventListener("pointerdown", pointer, true);
  };
}
