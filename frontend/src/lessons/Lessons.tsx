/** The list of lessons: what each says, and its set-ups to open here or beside each other. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n";
import { language } from "../i18n/language";
import { lessons, lessonsOpen, loadLessons, speaksOf } from "../state/view/lessons";
import { Icon } from "../ui/icons";
import { Sheet } from "../ui/Sheet";
import { addressOfLesson, type Lesson, type LessonSession } from "../wire/lessons";
import "./Lessons.css";

const close = () => {
  lessonsOpen.value = false;
};

export function Lessons() {
  if (!lessonsOpen.value) return null;
  return (
    <Sheet modal title={t("lessons.name")} testid="lesson-list" onClose={close}>
      <List />
    </Sheet>
  );
}

function List() {
  const [words, setWords] = useState("");
  useEffect(() => void loadLessons(), []);
  const all = lessons.value;
  const shown = typeof all === "string" ? [] : all.filter((each) => speaksOf(each, words.trim()));
  return (
    <>
      <div class="lesson-search">
        <input
          type="search"
          data-testid="lesson-search"
          data-autofocus
          aria-label={t("lessons.search")}
          placeholder={t("lessons.search")}
          value={words}
          onInput={({ currentTarget }) => setWords(currentTarget.value)}
        />
      </div>
      <ol class="lessons">
        {shown.map((lesson) => (
          <Entry key={lesson.id} lesson={lesson} />
        ))}
      </ol>
      {typeof all === "string" ? (
        <NotYet state={all} />
      ) : (
        shown.length === 0 && (
          <p class="lesson-line" role="status">
            {t("lessons.none", { words: words.trim() })}
          </p>
        )
      )}
    </>
  );
}

export function NotYet({ state }: { readonly state: "loading" | "failed" }) {
  if (state === "loading") {
    return (
      <p class="lesson-line" role="status">
        {t("state.loading")}
      </p>
    );
  }
  return (
    <p class="lesson-line" role="alert">
      {t("lessons.failed")}{" "}
      <button type="button" onClick={() => void loadLessons()}>
        {t("lessons.again")}
      </button>
    </p>
  );
}

function Entry({ lesson }: { readonly lesson: Lesson }) {
  const { title, text } = lesson.texts[language.value];
  return (
    <li class="lesson" data-testid={`lesson-${lesson.id}`}>
      <h3>{title}</h3>
      <p>{text}</p>
      <div class="lesson-sessions">
        {lesson.sessions.map((session) => (
          <SessionLink key={session.id} lesson={lesson.id} session={session} />
        ))}
        {lesson.sessions.length > 1 && (
          <a
            class="lesson-side"
            href={addressOfLesson(lesson.id)}
            data-testid={`lesson-${lesson.id}-side`}
            aria-label={t("lessons.side.of", { lesson: title })}
          >
            <Icon name="beside" />
            {t("lessons.side")}
          </a>
        )}
      </div>
    </li>
  );
}

interface SessionLinkProps {
  readonly lesson: string;
  readonly session: LessonSession;
}

function SessionLink({ lesson, session }: SessionLinkProps) {
  const name = session.title[language.value];
  return (
    <a
      class="lesson-session"
      href={addressOfLesson(lesson, session.id)}
      data-testid={`lesson-${lesson}-${session.id}`}
      title={t("lessons.open.tip", { session: name })}
      onClick={close}
    >
      {name}
    </a>
  );
}
