/** Choices that this browser remembers for the page's user. */
import { effect, signal } from "@preact/signals";

/** A choice that a return to the page finds again; storage may be refused, the choice still works. */
export function remembered<Choice extends string>(
  name: string,
  choices: readonly Choice[],
  first: Choice,
) {
  let start = first;
  try {
    const kept = localStorage.getItem(name) as Choice | null;
    if (kept !== null && choices.includes(kept)) start = kept;
  } catch {}
  const choice = signal<Choice>(start);
  effect(() => {
    try {
      localStorage.setItem(name, choice.value);
    } catch {}
  });
  return choice;
}
