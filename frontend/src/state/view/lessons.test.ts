import { describe, expect, it } from "vitest";
import type { Lesson } from "../../wire/lessons";
import { speaksOf } from "./lessons";

const LESSON: Lesson = {
  id: "xor",
  texts: {
    en: { title: "A line cannot solve XOR", text: "One straight boundary." },
    ko: { title: "직선 하나로는 XOR을 풀 수 없다", text: "경계는 직선 하나이다." },
  },
  sessions: [{ id: "hidden", title: { en: "One hidden layer", ko: "은닉층 하나" } }],
};

describe("speaksOf", () => {
  it.each(["", "xor", "line XOR", "직선 boundary", "hidden", "은닉층"])("finds %j", (words) => {
    expect(speaksOf(LESSON, words)).toBe(true);
  });

  it.each(["adam", "xor adam", "title"])("does not find %j", (words) => {
    expect(speaksOf(LESSON, words)).toBe(false);
  });
});
