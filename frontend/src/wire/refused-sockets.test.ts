/** A page finds out by itself that WebSockets are refused, and then goes on by events. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Connection } from "./stream";

let opened: string[];
let health: () => Promise<unknown>;

/** Closes at once, with a code; as a proxy does that refuses the handshake. */
let code: number;
class Refused {
  onclose: (event: { code: number }) => void = () => {};
  constructor(address: string) {
    opened.push(address);
    queueMicrotask(() => this.onclose({ code }));
  }
  close(): void {}
}

const ok = async () => ({ ok: true, json: async () => ({ status: "ok" }) });

/** A page of its own: what one knows, the next finds out anew. */
async function page() {
  vi.resetModules();
  const { Stream, areSocketsRefused } = await import("./stream");
  // Its code is there when it is asked for: no clock of ours waits for a file.
  await import("./events-line");
  const told: Connection[] = [];
  const stream = new Stream("/api/sessions/s/stream", "t", {
    message: () => {},
    bundle: () => {},
    connection: (state) => told.push(state),
  });
  await vi.advanceTimersByTimeAsync(3000);
  await vi.dynamicImportSettled();
  stream.close();
  return { told, isRefused: areSocketsRefused() };
}

describe("a page whose WebSockets come to nothing", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    [opened, code, health] = [[], 1006, ok];
    vi.stubGlobal("WebSocket", Refused);
    vi.stubGlobal("fetch", (address: string) => {
      opened.push(address);
      return address === "/healthz" ? health() : new Promise(() => {});
    });
    return () => vi.useRealTimers();
  });

  it("goes on by events after two of them, where the server answers", async () => {
    expect((await page()).isRefused).toBe(true);
    const socket = `ws://${location.host}/api/sessions/s/stream`;
    expect(opened).toEqual([socket, "/healthz", socket, "/healthz", "/api/sessions/s/events"]);
  });

  it("tries on where the server does not answer, or another does in its place", async () => {
    for (const answer of [
      () => Promise.reject(new TypeError("away")),
      async () => ({ ok: false, json: async () => ({}) }),
      async () => ({
        ok: true,
        json: async () => Promise.reject(new SyntaxError("a sign-in page")),
      }),
    ]) {
      health = answer;
      const { isRefused, told } = await page();
      expect(isRefused).toBe(false);
      expect(told.at(-1)).toBe("reconnecting");
    }
  });

  it("knows by the server's own reason that it was reached", async () => {
    code = 4429;
    expect((await page()).isRefused).toBe(false);
    expect(opened).not.toContain("/healthz");
  });
});
