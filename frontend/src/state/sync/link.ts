/** The address bar holds the whole set-up: `#s=` and the spec, deflated. Copying it copies the experiment. */
import { effect, signal } from "@preact/signals";
import { sideBySideIn } from "../../wire/lessons";
import type { Spec } from "../../wire/types";
import { refused, spec } from "./session";

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

/** The set-up link in what somebody pasted: a whole address, its fragment, or the bare link. */
export function linkOf(pasted: string): string | null {
  const text = pasted.trim();
  const fragment = text.includes("#") ? text.slice(text.indexOf("#")) : text;
  const found = linkIn(fragment);
  if (found !== null) return found;
  return text.startsWith(PREFIX) ? text : null;
}

/** The fragment that this page wrote last, to tell the user's own change of the address from it. */
export const writtenFragment = signal("");

let writtenSpec: Spec | null = null;

/** The page's address if it already holds this set-up, else null: it is written a moment later. */
export const addressOf = (set: Spec): string | null => (set === writtenSpec ? location.href : null);

/** Keeps the address bar in step with the spec. Call once. */
export function keepAddress(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const now = spec.value;
    // What the server refused is no set-up to come back to.
    if (now === null || refused.value !== null) return;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const link = await encodeLink(now);
      // The page is about to give way to another.
      if (now !== spec.value || sideBySideIn(location.hash) !== null) return;
      history.replaceState(null, "", `#s=${link}`);
      writtenFragment.value = location.hash;
      writtenSpec = now;
    }, WRITE_AFTER_MS);
  });
}
