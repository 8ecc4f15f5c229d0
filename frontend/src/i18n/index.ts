/** Every text a user sees, in English and Korean, by key. A missing Korean text does not compile. */

import { classroom as classroomEn } from "./en/classroom";
import { editor as editorEn } from "./en/editor";
import { imports as importsEn } from "./en/imports";
import { layers as layersEn } from "./en/layers";
import { lessons as lessonsEn } from "./en/lessons";
import { panels as panelsEn } from "./en/panels";
import { problems as problemsEn } from "./en/problems";
import { result as resultEn } from "./en/result";
import { sharing as sharingEn } from "./en/sharing";
import { training as trainingEn } from "./en/training";
import { classroom as classroomKo } from "./ko/classroom";
import { editor as editorKo } from "./ko/editor";
import { imports as importsKo } from "./ko/imports";
import { layers as layersKo } from "./ko/layers";
import { lessons as lessonsKo } from "./ko/lessons";
import { panels as panelsKo } from "./ko/panels";
import { problems as problemsKo } from "./ko/problems";
import { result as resultKo } from "./ko/result";
import { sharing as sharingKo } from "./ko/sharing";
import { training as trainingKo } from "./ko/training";
import { language } from "./language";

export const en = {
  ...editorEn,
  ...panelsEn,
  ...problemsEn,
  ...importsEn,
  ...layersEn,
  ...trainingEn,
  ...resultEn,
  ...lessonsEn,
  ...sharingEn,
  ...classroomEn,
};
export type Key = keyof typeof en;
export const ko: Record<Key, string> = {
  ...editorKo,
  ...panelsKo,
  ...problemsKo,
  ...importsKo,
  ...layersKo,
  ...trainingKo,
  ...resultKo,
  ...lessonsKo,
  ...sharingKo,
  ...classroomKo,
};

export type Params = Readonly<Record<string, string | number | boolean | null>>;

/** The text of `key` in the language chosen; `{name}` in it becomes the parameter of that name. */
export function t(key: Key, params: Params = {}): string {
  const text = (language.value === "ko" ? ko : en)[key];
  return text.replace(/\{(\w+)\}/g, (hole, name: string) =>
    name in params ? String(params[name]) : hole,
  );
}

export const isKey = (key: string): key is Key => Object.hasOwn(en, key);
