/** Every text a user sees, by key, in the language chosen: a catalogue comes when its language is. */
import { effect, signal } from "@preact/signals";
import type { Key } from "./en";
import { type Language, language } from "./language";
import { isPair, withParticle } from "./particles";

export type { Key } from "./en";

type Catalogue = Readonly<Record<Key, string>>;

const catalogues = signal<Readonly<Partial<Record<Language, Catalogue>>>>({});

/** What a page in one language does not load of the other. */
const BRINGS: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  en: async () => (await import("./en")).en,
  ko: async () => (await import("./ko")).ko,
};

async function bring(wanted: Language): Promise<void> {
  if (catalogues.peek()[wanted] !== undefined) return;
  const catalogue = await BRINGS[wanted]();
  catalogues.value = { ...catalogues.peek(), [wanted]: catalogue };
}

/** Loads the texts of the language chosen, and later of each that is chosen. Await it before a text is shown. */
export async function bringTexts(): Promise<void> {
  await bring(language.peek());
  // Until another has come, or where it cannot, the page stays as it reads now.
  effect(() => void bring(language.value).catch(() => {}));
}

/** Loads the texts of all languages. */
export async function bringAllTexts(): Promise<void> {
  await Promise.all([bring("en"), bring("ko")]);
}

function texts(): Catalogue {
  const { en, ko } = catalogues.value;
  const found = language.value === "ko" ? (ko ?? en) : (en ?? ko);
  if (found === undefined) throw new Error("texts are shown before they have come");
  return found;
}

export type Params = Readonly<Record<string, string | number | boolean | null>>;

/** The text of `key` in the language chosen; `{name}` in it becomes the parameter of that name, and
 * `{name:을/를}` the same with the Korean particle that belongs behind it. */
export function t(key: Key, params: Params = {}): string {
  return texts()[key].replace(/\{(\w+)(?::([^}]+))?\}/g, (hole, name: string, pair?: string) => {
    if (!(name in params)) return hole;
    const text = String(params[name]);
    return pair !== undefined && isPair(pair) ? withParticle(text, pair) : text;
  });
}

export const isKey = (key: string): key is Key => Object.hasOwn(texts(), key);
