/** The session's WebSocket: opens again by itself, and hands on messages and frames in order. */
import { CLOSE_CODES, LIMITS, MESSAGES } from "./catalogue";
import { type Bundle, decodeBundle } from "./frames";
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
const PING_EVERY_MS = 10_000;

export class Stream<Heard = ServerMessage> {
  #socket: WebSocket | null = null;
  #closed = false;
  #wait = FIRST_WAIT_MS;
  #probes: readonly ProbeSpec[] = [];
  #maxFps: number = MESSAGES.Hello.max_fps.default;
  #name = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly path: string,
    protected readonly token: string,
    private readonly listener: StreamListener<Heard>,
    name = "",
  ) {
    this.#name = name;
    this.#open("connecting");
    this.#ping();
    document.addEventListener("visibilitychange", this.#seen);
  }

  /** Sets the probes to watch from now on; kept over reconnections. */
  watch(probes: readonly ProbeSpec[], maxFps: number): void {
    this.#probes = probes;
    this.#maxFps = maxFps;
    this.#send({ type: "watch", probes: [...probes], max_fps: maxFps });
  }

  /** Sets the viewer's name; kept over reconnections. */
  introduce(name: string): void {
    if (name === this.#name) return;
    this.#name = name;
    this.#send({ type: "name", name });
  }

  acknowledge(frame: number): void {
    this.#send({ type: "ack", frame });
  }

  /** The first message. */
  protected hello(max_fps: number): object {
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
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  #send(message: ClientMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** A hidden page's timers run seldom: one that waits to connect does so when it is looked at. */
  #seen = (): void => {
    if (document.hidden || this.#closed || this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#open("reconnecting");
  };

  #ping(): void {
    if (this.#closed) return;
    this.#send({ type: "ping" });
    setTimeout(() => this.#ping(), PING_EVERY_MS);
  }

  #open(state: Connection): void {
    this.listener.connection(state);
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}${this.path}`, LIMITS.subprotocol);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    let isGreeted = false;
    // A server that is full or not ready opens the socket too, and closes it again.
    const greeted = () => {
      if (isGreeted) return;
      isGreeted = true;
      this.#wait = FIRST_WAIT_MS;
      this.listener.connection("open");
    };
    socket.onopen = () => {
      socket.send(JSON.stringify(this.hello(this.#maxFps)));
    };
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      greeted();
      if (typeof data === "string") this.listener.message(JSON.parse(data) as Heard);
      else this.listener.bundle(decodeBundle(data));
    };
    socket.onclose = ({ code }) => {
      if (this.#closed || socket !== this.#socket) return;
      if (FINAL_CODES.has(code)) {
        this.listener.connection("gone", code);
        return;
      }
      this.listener.connection("reconnecting");
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#open("reconnecting");
      }, this.#wait);
      this.#wait = Math.min(LONGEST_WAIT_MS, this.#wait * 2);
    };
  }
}
