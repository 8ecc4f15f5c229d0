/** The texts in English that can wait until the page is there. */
import { curves } from "./curves";
import { imports } from "./imports";
import { pictures } from "./pictures";
import { problems } from "./problems";
import { tables } from "./tables";
import { time } from "./time";

export const later = { ...problems, ...imports, ...pictures, ...tables, ...time, ...curves };
export type LaterKey = keyof typeof later;
