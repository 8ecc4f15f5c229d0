/** A line to the server on which messages come and go, and how one is had: a WebSocket, or events. */
import { LIMITS } from "./catalogue";

export interface Line {
  /** Says something, if the line stands. */
  say(message: object): void;
  close(): void;
}

export interface LineListener {
  /** It stands: hello may be said. */
  opened(): void;
  heard(data: string | ArrayBuffer): void;
  /** A sign of life that says nothing. */
  beat(): void;
  /** 1006 where nobody said why. */
  closed(code: number): void;
}

export const BROKEN = 1006;

export function openSocket(path: string, listener: LineListener): Line {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const socket = new WebSocket(`${scheme}://${location.host}${path}`, LIMITS.subprotocol);
  socket.binaryType = "arraybuffer";
  socket.onopen = () => listener.opened();
  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => listener.heard(data);
  socket.onclose = ({ code }) => listener.closed(code);
  return {
    say(message) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    close: () => socket.close(),
  };
}

const ANSWERS_WITHIN_MS = 4000;

/** Whether the server answers requests: then what keeps a WebSocket from it is in between. */
export async function isAnswering(): Promise<boolean> {
  const given = new AbortController();
  const timer = setTimeout(() => given.abort(), ANSWERS_WITHIN_MS);
  try {
    const answer = await fetch("/healthz", { signal: given.signal, cache: "no-store" });
    return answer.ok && ((await answer.json()) as { status?: unknown }).status === "ok";
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
