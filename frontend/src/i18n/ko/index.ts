/** Every text in Korean. One that is missing does not compile. */
import type { Key } from "../en";
import { classroom } from "./classroom";
import { editor } from "./editor";
import { hands } from "./hands";
import { imports } from "./imports";
import { layers } from "./layers";
import { lessons } from "./lessons";
import { panels } from "./panels";
import { problems } from "./problems";
import { result } from "./result";
import { sharing } from "./sharing";
import { tables } from "./tables";
import { time } from "./time";
import { told } from "./told";
import { training } from "./training";

export const ko: Record<Key, string> = {
  ...editor,
  ...hands,
  ...panels,
  ...problems,
  ...told,
  ...time,
  ...imports,
  ...layers,
  ...tables,
  ...training,
  ...result,
  ...lessons,
  ...sharing,
  ...classroom,
};
