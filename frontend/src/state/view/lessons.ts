/** The lessons there are, fetched when they are first looked at. */
import { signal } from "@preact/signals";
import { fetchLessons, type Lesson } from "../../wire/lessons";

export const lessonsOpen = signal(false);
export const lessons = signal<readonly Lesson[] | "loading" | "failed">("loading");

export async function loadLessons(): Promise<void> {
  if (Array.isArray(lessons.peek())) return;
  lessons.value = "loading";
  lessons.value = await fetchLessons().catch(() => "failed" as const);
}

/** Whether a lesson speaks of all these words, in any language. */
export function speaksOf(lesson: Lesson, words: string): boolean {
  const titlesAndTexts = [lesson.texts.en, lesson.texts.ko].flatMap(({ title, text }) => [
    title,
    text,
  ]);
  const names = lesson.sessions.flatMap(({ title }) => [title.en, title.ko]);
  const text = [...titlesAndTexts, ...names].join("\n").toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
