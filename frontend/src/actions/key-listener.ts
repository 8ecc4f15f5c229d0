/** Keys that work anywhere on the page, except where one types. */
import { isHeld } from "../state/people/membership";
import type { Action } from "./action";
import { keyName } from "./key-names";
import { isSingle, singleKeys } from "./single-keys";
import { ACTIONS } from "./table";

const TYPING = new Set(["INPUT", "TEXTAREA", "SELECT"]);
/** The last press was a pointer's: then Space on a clicked button still means play. */
let byPointer = true;

const KEYS: ReadonlyMap<string, Action> = new Map(
  ACTIONS.flatMap((action: Action) => action.keys.map((key) => [key, action] as const)),
);

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
  const action = KEYS.get(name);
  // While the teacher holds everybody's attention the server would refuse each command.
  if (isHeld.value) return;
  if (isSingle(name) && singleKeys.peek() === "off") return;
  if (action === undefined || event.altKey || event.defaultPrevented) return;
  if (event.target instanceof Element && isTaken(event.target, name)) return;
  event.preventDefault();
  if (event.repeat && name === " ") return;
  // A button that was clicked keeps the focus and would be pressed by the Space that plays.
  if (name === " " && document.activeElement instanceof HTMLElement) document.activeElement.blur();
  action.perform();
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
