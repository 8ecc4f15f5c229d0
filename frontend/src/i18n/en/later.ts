/** The texts in English that can wait until the page is there. */
import { imports } from "./imports";
import { problems } from "./problems";
import { time } from "./time";

export const later = { ...problems, ...imports, ...time };
export type LaterKey = keyof typeof later;
