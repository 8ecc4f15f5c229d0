/** The people at the session, and how this page's user wants to be called. */
import { computed, signal } from "@preact/signals";
import { LIMITS } from "../../wire/catalogue";
import type { Person, Right } from "../../wire/sharing";

const KEPT = "my name";

export const people = signal<readonly Person[]>([]);
export const others = computed(() => people.value.filter(({ you }) => !you));

/** What the link of this page allows; null until the server has said so. */
export const right = signal<Right | null>(null);

/** Normalizes a name as the server does: without invisible characters, and not too long. */
export const presentable = (name: string) =>
  [...name.replaceAll(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, "").trim()]
    .slice(0, LIMITS.name)
    .join("");

function storedName(): string {
  try {
    return presentable(localStorage.getItem(KEPT) ?? "");
  } catch {
    return "";
  }
}

export const myName = signal(storedName());

/** Storage may be refused: the name then holds for this page. */
export function callMe(name: string): void {
  myName.value = presentable(name);
  try {
    localStorage.setItem(KEPT, myName.value);
  } catch {}
}
