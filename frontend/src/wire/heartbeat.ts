/** Notices that nothing comes any more, though no event has told of the connection's end. */

export const TICK_MS = 400;
/** After so long without a word the server is asked for one. */
export const QUIET_MS = 1000;
/** After so long without a word the connection is taken for lost: with a tick, within 4 s. */
export const SILENT_MS = 3400;
const LONGEST_PATIENCE_MS = 30_000;
/** A connection that is lost so soon may be slow, and not dead: the next one is given more time. */
const SHORT_LIVED_MS = 15_000;

export class Heartbeat {
  #patience = SILENT_MS;
  #beganAt = 0;
  #heardAt = 0;
  #askedAt = 0;
  #tickedAt = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** `ask` is what makes the server say something, `lost` is called once nothing comes of it. */
  constructor(
    private readonly ask: () => void,
    private readonly lost: () => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** A connection stands. */
  begin(): void {
    this.stop();
    this.#beganAt = this.#heardAt = this.#tickedAt = this.now();
    this.#askedAt = 0;
    this.#timer = setInterval(() => this.tick(), TICK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  heard(): void {
    this.#heardAt = this.now();
  }

  /** The page is looked at again: what came while its timers slept may be old. */
  look(): void {
    if (this.#timer !== undefined) this.#giveTime(this.now());
  }

  tick(): void {
    const now = this.now();
    const late = now - this.#tickedAt;
    this.#tickedAt = now;
    // A page that was busy, or whose timers sleep while it is hidden, has not heard what waits for it.
    if (late > 3 * TICK_MS) {
      this.#giveTime(now);
      return;
    }
    const silence = now - this.#heardAt;
    if (silence >= this.#patience) this.#lose(now);
    else if (silence >= QUIET_MS && now - this.#askedAt >= QUIET_MS) {
      this.#askedAt = now;
      this.ask();
    }
  }

  #giveTime(now: number): void {
    this.#heardAt = Math.max(this.#heardAt, now - QUIET_MS);
    this.#askedAt = now;
    this.ask();
  }

  #lose(now: number): void {
    this.stop();
    const isShort = now - this.#beganAt - this.#patience < SHORT_LIVED_MS;
    this.#patience = isShort ? Math.min(LONGEST_PATIENCE_MS, 2 * this.#patience) : SILENT_MS;
    this.lost();
  }
}
