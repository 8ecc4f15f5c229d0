/** One record of an action, read by its button, its key, the help sheet and embedding pages. */
import { computed, type ReadonlySignal } from "@preact/signals";
import type { Key } from "../i18n";
import type { IconName } from "../ui/icons";

export interface Action {
  /** Also the `data-testid` of its button. */
  readonly id: string;
  /** What it is called, as things stand. */
  readonly label: ReadonlySignal<Key>;
  /** What it is for, in a sentence; where there is none its name and its key say it. */
  readonly tip: ReadonlySignal<Key> | null;
  readonly icon: ReadonlySignal<IconName> | null;
  /** In the form of `keyName`; the help shows the first. */
  readonly keys: readonly string[];
  /** What the help sheet says beside its key; null where it has none to tell. */
  readonly help: Key | null;
  /**
   * Whether its button can be pressed. A key works all the same: what may not be done, the server
   * refuses, and says why.
   */
  readonly enabled: ReadonlySignal<boolean>;
  /** For what is on or off, open or shut; null for what happens once. */
  readonly pressed: ReadonlySignal<boolean> | null;
  readonly perform: () => void;
}

type Now<Value> = Value | (() => Value);

interface ActionDescription {
  readonly id: string;
  readonly label: Now<Key>;
  readonly tip?: Now<Key>;
  readonly icon?: Now<IconName>;
  readonly keys?: readonly string[];
  readonly help?: Key;
  readonly enabled?: () => boolean;
  readonly pressed?: () => boolean;
  readonly perform: () => void;
}

const computedKey = <Value extends string>(now: Now<Value>): ReadonlySignal<Value> =>
  computed(() => (typeof now === "function" ? now() : now));

/** Makes the record of an action; a label, tip or icon given as a function follows its signals. */
export function action(description: ActionDescription): Action {
  const { id, label, tip, icon, keys = [], help = null, enabled, pressed, perform } = description;
  return {
    id,
    label: computedKey(label),
    tip: tip === undefined ? null : computedKey(tip),
    icon: icon === undefined ? null : computedKey(icon),
    keys,
    help,
    enabled: computed(enabled ?? (() => true)),
    pressed: pressed === undefined ? null : computed(pressed),
    perform,
  };
}
