/** Every text a user sees, by key, in the language chosen: a catalogue comes when its language is. */
import { effect, signal } from "@preact/signals";
import type { Key } from "./en";
import { type Language, language } from "./language";
import { isPair, withParticle } from "./particles";

export type { Key } from "./en";

type Catalogue = Readonly<Partial<Record<Key, string>>>;

const catalogues = signal<Readonly<Partial<Record<Language, Catalogue>>>>({});

type Bring = () => Promise<Catalogue>;

/** What a page in one language does not load of the other; and of its own, what it begins with and the rest. */
const BRINGS: Readonly<Record<Language, { readonly first: Bring; readonly later: Bring }>> = {
  en: {
    first: async () => (await import("./en")).en,
    later: async () => (await import("./en/later")).later,
  },
  ko: {
    first: async () => (await import("./ko")).ko,
    later: async () => (await import("./ko/later")).later,
  },
};

async function bring(wanted: Language): Promise<void> {
  if (catalogues.peek()[wanted] !== undefined) return;
  add(wanted, await BRINGS[wanted].first());
}

const whole = new Map<Language, Promise<void>>();

/** All of a language at once, so that nothing on the page is without words. */
function bringWhole(wanted: Language): Promise<void> {
  const { first, later } = BRINGS[wanted];
  const coming =
    whole.get(wanted) ?? Promise.all([first(), later()]).then((all) => add(wanted, ...all));
  whole.set(wanted, coming);
  // Asked again when it is wanted again.
  coming.catch(() => whole.delete(wanted));
  return coming;
}

function add(language: Language, ...more: readonly Catalogue[]): void {
  const now = catalogues.peek();
  catalogues.value = { ...now, [language]: Object.assign({}, now[language], ...more) };
}

/** Loads the texts of the language chosen that a page begins with. Await it before a text is shown. */
export const bringTexts = (): Promise<void> => bring(language.peek());

/** Loads all texts of the language chosen, and later of each that is chosen. */
export async function bringRest(): Promise<void> {
  // Until another has come, or where it cannot, the page stays as it reads now.
  effect(() => void bringWhole(language.value).catch(() => {}));
  await whole.get(language.peek())?.catch(() => {});
}

/** Loads the texts of all languages. */
export async function bringAllTexts(): Promise<void> {
  await Promise.all([bringWhole("en"), bringWhole("ko")]);
}

function texts(): Catalogue {
  const { en, ko } = catalogues.value;
  const found = language.value === "ko" ? (ko ?? en) : (en ?? ko);
  if (found === undefined) throw new Error("texts are shown before they have come");
  return found;
}

export type Params = Readonly<Record<string, string | number | boolean | null>>;

/** The text of `key` in the language chosen; `{name}` in it becomes the parameter of that name, and
 * `{name:을/를}` the same with the Korean particle that belongs behind it. Empty until it has come. */
export function t(key: Key, params: Params = {}): string {
  return (texts()[key] ?? "").replace(
    /\{(\w+)(?::([^}]+))?\}/g,
    (hole, name: string, pair?: string) => {
      if (!(name in params)) return hole;
      const text = String(params[name]);
      return pair !== undefined && isPair(pair) ? withParticle(text, pair) : text;
    },
  );
}

export const isKey = (key: string): key is Key => Object.hasOwn(texts(), key);
