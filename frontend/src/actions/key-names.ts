/** Keys by name: as they are declared, as they are pressed, and as they are written for who reads. */

const WRITTEN: Readonly<Record<string, string>> = {
  " ": "Space",
  escape: "Esc",
  arrowleft: "←",
  arrowright: "→",
  "-": "−",
};

/** A press by its name: "ctrl+shift+z", " ", "?". */
export function keyName(event: KeyboardEvent): string {
  const key = event.key.toLowerCase();
  if (key === "?") return key;
  const control = event.ctrlKey || event.metaKey ? "ctrl+" : "";
  return `${control}${event.shiftKey ? "shift+" : ""}${key}`;
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** "ctrl+shift+z" as what stands on the keys: Ctrl, Shift, Z. */
export const writtenKeys = (name: string): readonly string[] =>
  (name.length === 1 ? [name] : name.split("+")).map((key) => WRITTEN[key] ?? capital(key));

/** The same in one line: "Ctrl+Shift+Z". */
export const keyText = (name: string): string => writtenKeys(name).join("+");
