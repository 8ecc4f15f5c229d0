/** The sheets and menus of the page, open or closed. */
import { signal } from "@preact/signals";

export const helpOpen = signal(false);
export const aboutOpen = signal(false);
export const shareOpen = signal(false);
export const historyOpen = signal(false);
export const presetsOpen = signal(false);
export const exportOpen = signal(false);
export const importOpen = signal(false);
export const classOpen = signal(false);
