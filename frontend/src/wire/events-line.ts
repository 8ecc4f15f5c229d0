/**
 * A line without a WebSocket: what the server says comes as server-sent events, what the page says
 * goes as requests. Read by `fetch`, for an `EventSource` can send no token.
 */
import { CLOSE_CODES } from "./catalogue";
import { BROKEN, type Line, type LineListener } from "./line";

/** What is said within this time goes as one request. */
const GATHER_MS = 50;
const MAX_AT_ONCE = 100;
const SAYS_EVERY_MS = 1000;

const CODE_OF_STATUS: Readonly<Record<number, number>> = {
  401: CLOSE_CODES.noToken,
  403: CLOSE_CODES.sentAway,
  404: CLOSE_CODES.unknown,
  410: CLOSE_CODES.over,
};

export interface Event {
  readonly kind: string;
  readonly data: string;
}

/** Takes events out of a text as it comes; "" is the kind of a comment. */
export class EventReader {
  #rest = "";

  read(text: string): Event[] {
    const parts = (this.#rest + text).split("\n\n");
    this.#rest = parts.pop() ?? "";
    return parts.map((part) => {
      const fields = new Map(
        part.split("\n").map((line) => {
          const colon = line.indexOf(":");
          return [line.slice(0, colon), line.slice(colon + 1).trimStart()] as const;
        }),
      );
      return { kind: fields.get("event") ?? "", data: fields.get("data") ?? "" };
    });
  }
}

function bytesOf(base64: string): ArrayBuffer {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes.buffer;
}

/** `path` is that of the events; `token` opens them. */
export function openEvents(
  path: string,
  { token, name }: { readonly token: string; readonly name: string },
  listener: LineListener,
): Line {
  const ended = new AbortController();
  const headers = { Authorization: `Bearer ${token}` };
  let id = "";
  let waits: object[] = [];
  let isSaying = false;
  let saidAt = performance.now();

  async function tell(): Promise<void> {
    if (isSaying) return;
    isSaying = true;
    // A hidden page's timers may sleep for a minute.
    if (!document.hidden) await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    while (waits.length > 0 && id !== "" && !ended.signal.aborted) {
      const messages = waits.slice(0, MAX_AT_ONCE);
      waits = waits.slice(MAX_AT_ONCE);
      saidAt = performance.now();
      await fetch(`${path}/${id}`, {
        method: "POST",
        headers: { ...headers, "Content-Type": "application/json" },
        body: JSON.stringify({ messages }),
        signal: ended.signal,
      }).catch(() => {});
    }
    isSaying = false;
  }

  function say(message: object): void {
    waits.push(message);
    void tell();
  }

  function take({ kind, data }: Event): number | null {
    if (kind === "message") listener.heard(data);
    else if (kind === "bundle") listener.heard(bytesOf(data));
    else if (kind === "close") return (JSON.parse(data) as { code: number }).code;
    else if (kind === "open") {
      id = (JSON.parse(data) as { stream: string }).stream;
      listener.opened();
      void tell();
    } else listener.beat();
    // By what comes, for timers sleep while the page is hidden: the server waits for a sign of life.
    if (performance.now() - saidAt > SAYS_EVERY_MS && waits.length === 0) say({ type: "ping" });
    return null;
  }

  async function listen(): Promise<number> {
    const answer = await fetch(path, {
      headers: {
        ...headers,
        Accept: "text/event-stream",
        "Playground-Name": encodeURIComponent(name),
      },
      signal: ended.signal,
      cache: "no-store",
    });
    if (!answer.ok || answer.body === null) return CODE_OF_STATUS[answer.status] ?? BROKEN;
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    const events = new EventReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || ended.signal.aborted) return BROKEN;
      for (const event of events.read(value)) {
        const code = take(event);
        if (code !== null) return code;
      }
    }
  }

  void listen()
    .catch(() => BROKEN)
    .then((code) => {
      if (!ended.signal.aborted) listener.closed(code);
      ended.abort();
    });
  return {
    say,
    close: () => ended.abort(),
  };
}
