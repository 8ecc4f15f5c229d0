/** The texts in English that a page begins with; their keys are those of every language. */
import { classroom } from "./classroom";
import { editor } from "./editor";
import { hands } from "./hands";
import type { LaterKey } from "./later";
import { layers } from "./layers";
import { lessons } from "./lessons";
import { panels } from "./panels";
import { result } from "./result";
import { sharing } from "./sharing";
import { told } from "./told";
import { training } from "./training";

export const en = {
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
export type FirstKey = keyof typeof en;
export type Key = FirstKey | LaterKey;
