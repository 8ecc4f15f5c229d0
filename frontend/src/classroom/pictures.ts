/**
 * Pictures of pupils' sessions: the newest of each waits until the next animation frame, as those of
 * the workbench do. Bundles are acknowledged once they are drawn, so a slow page gets fewer.
 */
import type { Bundle, Frame } from "../wire/frames";

type Painter = (frame: Frame) => void;

export class Pictures {
  #newest = new Map<string, Frame>();
  #fresh = new Set<string>();
  #painters = new Map<string, Painter>();
  #arrived: number | null = null;
  #asked = false;

  constructor(private readonly acknowledge: (frame: number) => void) {}

  receive({ frame, frames }: Bundle): void {
    for (const each of frames) {
      this.#newest.set(each.key, each);
      this.#fresh.add(each.key);
    }
    if (this.#arrived !== null) this.acknowledge(this.#arrived);
    this.#arrived = frame;
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame(() => this.#draw());
  }

  latest(pupil: string): Frame | undefined {
    return this.#newest.get(keyOf(pupil));
  }

  /** Calls `painter` with each new picture. Returns the way out. */
  paint(pupil: string, painter: Painter): () => void {
    const key = keyOf(pupil);
    this.#painters.set(key, painter);
    return () => {
      if (this.#painters.get(key) === painter) this.#painters.delete(key);
    };
  }

  #draw(): void {
    this.#asked = false;
    for (const key of this.#fresh) {
      const frame = this.#newest.get(key);
      if (frame !== undefined) this.#painters.get(key)?.(frame);
    }
    this.#fresh.clear();
    if (this.#arrived !== null) this.acknowledge(this.#arrived);
    this.#arrived = null;
  }
}

const keyOf = (pupil: string) => `pupil:${pupil}`;
