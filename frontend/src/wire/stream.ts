/**
 * The stream of a session or a class: opens again by itself, and hands on messages and frames in
 * order. By WebSocket, or by events where something between page and server refuses WebSockets.
 */
import { CLOSE_CODES, MESSAGES } from "./catalogue";
import { type Bundle, decodeBundle } from "./frames";
import { Heartbeat } from "./heartbeat";
import { BROKEN, isAnswering, type Line, type LineListener, openSocket } from "./line";
import type { ClientMessage, ProbeSpec, ServerMessage } from "./types";

export type Connection = "connecting" | "open" | "reconnecting" | "gone";

export interface StreamListener<Heard = ServerMessage> {
  message(message: Heard): void;
  bundle(bundle: Bundle): void;
  /** `code` is the close code where it is gone. */
  connection(connection: Connection, code?: number): void;
}

/** Close codes after which no reconnection is tried: no such session, or no right to it (any more). */
const FINAL_CODES: ReadonlySet<number> = new Set([
  CLOSE_CODES.noToken,
  CLOSE_CODES.sentAway,
  CLOSE_CODES.unknown,
  CLOSE_CODES.over,
]);
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5000;
/** The longest that a line may take to stand, and then the first word to come. */
const OPEN_WITHIN_MS = 4000;
const GREETED_WITHIN_MS = 15_000;
/** WebSockets that come to nothing while the server answers, before events are tried. */
const TRIES = 2;

/** What this page knows of WebSockets between it and the server; the next visit finds out anew. */
let sockets: "unknown" | "open" | "refused" = "unknown";
let refusals = 0;

/** Whether something between page and server refuses WebSockets. */
export const areSocketsRefused = (): boolean => sockets === "refused";

interface Hello {
  readonly type: "hello";
  readonly token: string;
  readonly max_fps: number;
  readonly name?: string;
  readonly probes?: readonly ProbeSpec[];
}

export class Stream<Heard = ServerMessage> {
  #line: Line | null = null;
  /** Another one for each line: what an earlier one still tells is not heard. */
  #attempt = 0;
  #isGreeted = false;
  #closed = false;
  #wait = FIRST_WAIT_MS;
  #probes: readonly ProbeSpec[] = [];
  #maxFps: number = MESSAGES.Hello.max_fps.default;
  #name = "";
  /** Until the next try, while there is no line. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Until the line that is being opened is given up. */
  #patience: ReturnType<typeof setTimeout> | undefined;
  readonly #heartbeat = new Heartbeat(
    () => this.#say({ type: "ping" }),
    () => this.#broken(BROKEN),
  );

  /** `path` is that of its WebSocket; events are beside it. */
  constructor(
    private readonly path: string,
    protected readonly token: string,
    private readonly listener: StreamListener<Heard>,
    name = "",
  ) {
    this.#name = name;
    this.#open("connecting");
    document.addEventListener("visibilitychange", this.#seen);
    addEventListener("online", this.#again);
  }

  /** Sets the probes to watch from now on; kept over reconnections. */
  watch(probes: readonly ProbeSpec[], maxFps: number): void {
    this.#probes = probes;
    this.#maxFps = maxFps;
    this.#say({ type: "watch", probes: [...probes], max_fps: maxFps });
  }

  /** Sets the viewer's name; kept over reconnections. */
  introduce(name: string): void {
    if (name === this.#name) return;
    this.#name = name;
    this.#say({ type: "name", name });
  }

  acknowledge(frame: number): void {
    this.#say({ type: "ack", frame });
  }

  /** The first message. */
  protected hello(max_fps: number): Hello {
    return {
      type: "hello",
      token: this.token,
      probes: this.#probes,
      max_fps,
      name: this.#name,
    } satisfies ClientMessage | { probes: readonly ProbeSpec[] };
  }

  close(): void {
    this.#closed = true;
    document.removeEventListener("visibilitychange", this.#seen);
    removeEventListener("online", this.#again);
    this.#leave();
  }

  /** Only on a line on which hello was said. */
  #say(message: ClientMessage): void {
    this.#line?.say(message);
  }

  /** A hidden page's timers run seldom: what waits for one is done when it is looked at. */
  #seen = (): void => {
    if (document.hidden || this.#closed) return;
    this.#heartbeat.look();
    this.#again();
  };

  #again = (): void => {
    if (this.#closed || this.#timer === undefined) return;
    this.#open("reconnecting");
  };

  /** Lets go of the line that there is, and of all that waits for it. */
  #leave(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#patience);
    this.#timer = undefined;
    this.#attempt += 1;
    this.#heartbeat.stop();
    const line = this.#line;
    this.#line = null;
    line?.close();
  }

  #open(state: Connection): void {
    this.#leave();
    this.listener.connection(state);
    this.#isGreeted = false;
    this.#patience = setTimeout(() => this.#broken(BROKEN), OPEN_WITHIN_MS);
    if (sockets !== "refused") {
      this.#line = openSocket(
        this.path,
        this.#listening(() => this.hello(this.#maxFps)),
      );
      return;
    }
    const attempt = this.#attempt;
    void import("./events-line").then(({ openEvents }) => {
      if (attempt !== this.#attempt) return;
      const said = () => {
        const { probes = [], max_fps } = this.hello(this.#maxFps);
        return { type: "watch", probes, max_fps };
      };
      this.#line = openEvents(
        this.path.replace(/stream$/, "events"),
        { token: this.token, name: this.#name },
        this.#listening(said),
      );
    });
  }

  /** What comes of the line that is being opened; `first` is what is said on it first. */
  #listening(first: () => object): LineListener {
    const attempt = this.#attempt;
    const isLeft = () => attempt !== this.#attempt;
    return {
      opened: () => {
        if (isLeft()) return;
        this.#line?.say(first());
        clearTimeout(this.#patience);
        this.#patience = setTimeout(() => this.#broken(BROKEN), GREETED_WITHIN_MS);
      },
      heard: (data) => {
        if (isLeft()) return;
        this.#greeted();
        this.#heartbeat.heard();
        if (typeof data === "string") this.listener.message(JSON.parse(data) as Heard);
        else this.listener.bundle(decodeBundle(data));
      },
      beat: () => {
        if (!isLeft()) this.#heartbeat.heard();
      },
      closed: (code) => {
        if (!isLeft()) this.#broken(code);
      },
    };
  }

  /** A server that is full or not ready opens the line too, and closes it again. */
  #greeted(): void {
    if (this.#isGreeted) return;
    this.#isGreeted = true;
    clearTimeout(this.#patience);
    this.#wait = FIRST_WAIT_MS;
    if (sockets === "unknown") sockets = "open";
    this.#heartbeat.begin();
    this.listener.connection("open");
  }

  #broken(code: number): void {
    this.#leave();
    if (FINAL_CODES.has(code)) {
      this.listener.connection("gone", code);
      return;
    }
    this.listener.connection("reconnecting");
    this.#timer = setTimeout(() => this.#again(), this.#wait);
    this.#wait = Math.min(LONGEST_WAIT_MS, this.#wait * 2);
    // A server that says why has been reached.
    if (sockets === "unknown" && code === BROKEN) void this.#suspect();
  }

  /** A WebSocket came to nothing: where the server answers all the same, something refuses it. */
  async #suspect(): Promise<void> {
    if (!(await isAnswering()) || sockets !== "unknown") return;
    refusals += 1;
    if (refusals < TRIES) return;
    sockets = "refused";
    this.#again();
  }
}
