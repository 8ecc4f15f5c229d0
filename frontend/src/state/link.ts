/** The address bar holds the whole set-up: `#s=` and the spec, deflated. Copying it copies the experiment. */
import { effect, signal } from "@preact/signals";
import type { Spec } from "../wire/types";
import { spec } from "./session";

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

/** The set-up link in an address's fragment, or null. */
export function linkIn(fragment: string): string | null {
  return new URLSearchParams(fragment.replace(/^#/, "")).get("s");
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
    if (now === null) return;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const link = await encodeLink(now);
      if (now !== spec.value) return;
      history.replaceState(null, "", `#s=${link}`);
      writtenFragment.value = location.hash;
      writtenSpec = now;
    }, WRITE_AFTER_MS);
  });
}
