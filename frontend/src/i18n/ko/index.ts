/** The texts in Korean that a page begins with. One that is missing does not compile. */
import type { FirstKey } from "../en";
import { classroom } from "./classroom";
import { editor } from "./editor";
import { hands } from "./hands";
import { layers } from "./layers";
import { lessons } from "./lessons";
import { panels } from "./panels";
import { result } from "./result";
import { sharing } from "./sharing";
import { told } from "./told";
import { training } from "./training";

export const ko: Record<FirstKey, string> = {
  ...editor,
  ...hands,
  ...panels,
  ...told,
  ...layers,
  ...training,
  ...result,
  ...lessons,
  ...sharing,
  ...classroom,
};
