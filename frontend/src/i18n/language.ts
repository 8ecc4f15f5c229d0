/** The language in which this viewer reads the page. */
import { remembered } from "../wire/remembered";

export type Language = "en" | "ko";

const systemLanguage: Language = navigator.language.startsWith("ko") ? "ko" : "en";
export const language = remembered<Language>("language", ["en", "ko"], systemLanguage);
