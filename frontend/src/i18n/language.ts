/** The language in which this viewer reads the page. */
import { storedChoice } from "../wire/stored-choice";

export type Language = "en" | "ko";

const systemLanguage: Language = navigator.language.startsWith("ko") ? "ko" : "en";
export const language = storedChoice<Language>("language", ["en", "ko"], systemLanguage);
