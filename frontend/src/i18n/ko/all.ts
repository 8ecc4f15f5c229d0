/** Every text in Korean. */
import { ko as first } from ".";
import { later } from "./later";

export const ko = { ...first, ...later };
