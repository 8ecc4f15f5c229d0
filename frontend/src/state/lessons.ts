/** The lessons there are, fetched when they are first looked at. */
import { signal } from "@preact/signals";
import { fetchLessons, type Lesson } from "../wire/lessons";

export const lessonsOpen = signal(false);
export const lessons = signal<readonly Lesson[] | "loading" | "failed">("loading");

export async function loadLessons(): Promise<void> {
  if (Array.isArray(lessons.peek())) return;
  lessons.value = "loading";
  lessons.value = await fetchLessons().catch(() => "failed" as const);
}

/** Whether a lesson speaks of all these words, in any language. */
export function speaksOf(lesson: Lesson, words: string): boolean {
  const spoken = [lesson.texts, ...lesson.sessions.map(({ title }) => title)];
  const text = JSON.stringify(spoken).toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
