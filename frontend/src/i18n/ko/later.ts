/** The texts in Korean that can wait until the page is there. One that is missing does not compile. */
import type { LaterKey } from "../en/later";
import { curves } from "./curves";
import { imports } from "./imports";
import { pictures } from "./pictures";
import { problems } from "./problems";
import { tables } from "./tables";
import { time } from "./time";

export const later: Record<LaterKey, string> = {
  ...problems,
  ...imports,
  ...pictures,
  ...tables,
  ...time,
  ...curves,
};
