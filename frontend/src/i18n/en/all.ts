/** Every text in English. */
import { en as first } from ".";
import { later } from "./later";

export const en = { ...first, ...later };
