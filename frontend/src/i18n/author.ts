/** Who made an edit, as a sentence names them. */
import { t } from ".";

/** The author of a set-up that a class was given. */
const BY_TEACHER = "@teacher";

/** "" where nobody knows. */
export const authorName = (author: string): string =>
  author === BY_TEACHER ? t("room.teacher") : author;
