/** Small pictures that the server draws before they are used: each asked for once, and kept. */
import { signal } from "@preact/signals";
import { firstPicture } from "./frames";

const RETRY_MS = 2000;

/** Rises when an answer came: whoever shows previews reads it. */
export const previewsVersion = signal(0);

export class AskedOnce<Answer> {
  #known = new Map<string, Answer>();
  #asked = new Set<string>();

  /** The answer if it is here; else it is asked for, and null for now. */
  get(key: string, ask: () => Promise<Answer>): Answer | null {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#asked.has(key)) return null;
    this.#asked.add(key);
    firstPicture.then(ask).then(
      (answer) => {
        this.#known.set(key, answer);
        previewsVersion.value += 1;
      },
      // Asked again at the next drawing: the server may be back by then.
      () => setTimeout(() => this.#asked.delete(key), RETRY_MS),
    );
    return null;
  }
}
