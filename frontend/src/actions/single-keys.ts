/** Whether keys of one sign do something by themselves: who speaks to the page, or slips, may not want it. */
import { storedChoice } from "../wire/stored-choice";

export const singleKeys = storedChoice<"on" | "off">("single-keys", ["on", "off"], "on");

/** A letter, a digit or a sign, with Shift or without; Space and keys with names are none. */
export const isSingle = (name: string): boolean => /^(?:shift\+)?\S$/.test(name);
