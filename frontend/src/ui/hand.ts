/** Whether the last thing done on the page was done by a key: only then does the focus go along. */
let key = false;

addEventListener("keydown", () => (key = true), true);
addEventListener("pointerdown", () => (key = false), true);

export const byKey = (): boolean => key;
