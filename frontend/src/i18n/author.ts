/** Authors of edits, as a sentence names them. */
import { BY_TEACHER } from "../wire/sharing";
import { t } from ".";

/** "" where nobody knows. */
export const authorName = (author: string): string =>
  author === BY_TEACHER ? t("room.teacher") : author;
