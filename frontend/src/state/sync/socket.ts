/** A stream's socket for tests: what the page sends, and what the server says, told by the test. */
import { vi } from "vitest";

export class Socket {
  static readonly OPEN = 1;
  /** All that were opened, the newest last. */
  static made: Socket[] = [];
  readyState = 0;
  readonly sent: Record<string, unknown>[] = [];
  onopen: () => void = () => {};
  onmessage: (event: { data: string }) => void = () => {};
  onclose: (event: { code: number }) => void = () => {};

  constructor(readonly address: string) {
    Socket.made.push(this);
  }

  static get last(): Socket {
    const last = Socket.made.at(-1);
    if (last === undefined) throw new Error("The page has opened no socket.");
    return last;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {}

  open(): void {
    this.readyState = Socket.OPEN;
    this.onopen();
  }

  hear(message: object): void {
    this.onmessage({ data: JSON.stringify(message) });
  }
}

/** Time and the network in the test's hand: what is sent goes to `Socket`, what is fetched to this. */
export function stubNetwork(fetched: (address: string, init: never) => Promise<unknown>): void {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
  vi.stubGlobal("WebSocket", Socket);
  vi.stubGlobal("fetch", fetched);
}
