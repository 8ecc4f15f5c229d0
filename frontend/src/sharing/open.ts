/** Which of the sharing panels is open. */
import { signal } from "@preact/signals";

export const shareOpen = signal(false);
export const historyOpen = signal(false);
