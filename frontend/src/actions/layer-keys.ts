/** The keys of a layer's card while it has the focus. */
import type { Key } from "../i18n";

export type LayerAction = "earlier" | "later" | "more" | "fewer" | "remove" | "freeze" | "select";

interface LayerKeys {
  /** By the name of the key alone, in lower case. */
  readonly keys: readonly string[];
  readonly alt?: boolean;
}

export const LAYER_KEYS: Readonly<Record<LayerAction, LayerKeys>> = {
  earlier: { keys: ["arrowleft"], alt: true },
  later: { keys: ["arrowright"], alt: true },
  more: { keys: ["+", "="] },
  fewer: { keys: ["-"] },
  remove: { keys: ["delete", "backspace"] },
  freeze: { keys: ["f"] },
  select: { keys: ["enter"] },
};

/** The rows of the help sheet: two actions that undo each other share a row. */
export const LAYER_HELP: readonly (readonly [actions: readonly LayerAction[], help: Key])[] = [
  [["earlier", "later"], "help.move"],
  [["more", "fewer"], "help.units"],
  [["remove"], "help.remove"],
];

/** What a press on a card means, or null. */
export function layerAction(event: KeyboardEvent): LayerAction | null {
  const key = event.key.toLowerCase();
  const all = Object.entries(LAYER_KEYS) as [LayerAction, LayerKeys][];
  const found = all.find(([, { keys, alt }]) => keys.includes(key) && (!alt || event.altKey));
  return found?.[0] ?? null;
}

const ARIA: Readonly<Record<string, string>> = {
  arrowleft: "ArrowLeft",
  arrowright: "ArrowRight",
  delete: "Delete",
  enter: "Enter",
};

/** For `aria-keyshortcuts`. */
export const layerShortcuts = (actions: readonly LayerAction[]): string =>
  actions
    .map((action) => {
      const { keys, alt = false } = LAYER_KEYS[action];
      const key = keys[0] ?? "";
      return `${alt ? "Alt+" : ""}${ARIA[key] ?? key}`;
    })
    .join(" ");
