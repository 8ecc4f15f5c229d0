/** A choice of the user that this browser stores, as a signal. */
import { effect, signal } from "@preact/signals";

/** Makes a signal whose value survives reloads; it works without storage too. */
export function storedChoice<Choice extends string>(
  name: string,
  choices: readonly Choice[],
  first: Choice,
) {
  let start = first;
  try {
    const stored = localStorage.getItem(name) as Choice | null;
    if (stored !== null && choices.includes(stored)) start = stored;
  } catch {}
  const choice = signal<Choice>(start);
  effect(() => {
    try {
      localStorage.setItem(name, choice.value);
    } catch {}
  });
  return choice;
}
