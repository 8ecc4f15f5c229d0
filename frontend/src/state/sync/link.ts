/** The address bar holds the whole set-up: `#s=` and the spec, deflated. Copying it copies the experiment. */
import { effect, signal } from "@preact/signals";
import type { Spec } from "../../wire/types";
import { access, refused, wanted } from "./session";

const PREFIX = "1.";
const WRITE_AFTER_MS = 300;

function base64url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The set-up as the text of a link; the server's `links` floor reads it. */
export async function encodeLink(document: Spec): Promise<string> {
  const packed = new Blob([JSON.stringify(document)])
    .stream()
    .pipeThrough(new CompressionStream("deflate-raw"));
  return PREFIX + base64url(new Uint8Array(await new Response(packed).arrayBuffer()));
}

/** The fields of a TensorFlow Playground link of which one at least tells that it is one. */
const FOREIGN = ["networkShape", "activation", "dataset", "regDataset", "learningRate", "problem"];

/** The set-up link in an address's fragment, ours or TensorFlow Playground's whole, or null. */
export function linkIn(fragment: string): string | null {
  const plain = fragment.replace(/^#/, "");
  const fields = new URLSearchParams(plain);
  const ours = fields.get("s");
  if (ours !== null) return ours;
  return FOREIGN.some((name) => fields.has(name)) ? plain : null;
}

/** Whether what somebody pasted may be a link: the server reads it, however it was wrapped on its way. */
export const mayBeLink = (pasted: string): boolean => /1\.[\w-]|=|%3d/i.test(pasted);

/** The fragment that this page wrote last, to tell the user's own change of the address from it. */
export const writtenFragment = signal("");

let writtenSpec: Spec | null = null;

/** The page's address if it already holds this set-up, else null: it is written a moment later. */
export const addressOf = (set: Spec): string | null => (set === writtenSpec ? location.href : null);

/** The session of the browser's present history entry; none while the entry's session is being opened. */
const entry = signal<string | null>(null);

const sessionOfEntry = (): string | null =>
  (history.state as { readonly session?: string } | null)?.session ?? null;

/** Reads which session the browser's present history entry belongs to. Call when another is entered. */
export function readEntry(): string | null {
  entry.value = sessionOfEntry();
  return entry.value;
}

/** Makes the browser's present history entry one of this session, with another fragment if given. */
export function claimEntry(session: string, fragment?: string): void {
  history.replaceState({ session }, "", fragment);
  entry.value = session;
}

/** Keeps the address bar in step with the spec. Call once. */
export function keepAddress(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const [now, own] = [wanted.value, access.value];
    clearTimeout(timer);
    // What the server refused is no set-up to come back to, and another session's entry is not written over.
    if (now === null || refused.value !== null || entry.value !== own?.id) return;
    timer = setTimeout(async () => {
      const link = await encodeLink(now);
      if (now !== wanted.value || own === null || sessionOfEntry() !== own.id) return;
      claimEntry(own.id, `#s=${link}`);
      writtenFragment.value = location.hash;
      writtenSpec = now;
    }, WRITE_AFTER_MS);
  });
}
