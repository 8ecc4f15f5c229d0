/** A page whose stream the server has ended asks why, for as long as it takes. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SPEC } from "../../testing/sample";
import { begin } from "./connection";
import { followFarewell, isAwaited, isLost, sentAway } from "./shared";
import { Socket, stubNetwork } from "./socket";

const say = (status: number, document: object) => ({
  ok: status < 300,
  status,
  json: async () => ({ status, params: {}, ...document }),
});

/** What the server answers when it is asked of the session; null is no server. */
let word: ReturnType<typeof say> | null = null;
let asked = 0;
let nothing = 0;

async function fetched(address: string): Promise<unknown> {
  if (address === "/api/sessions")
    return say(201, { id: "s", links: { view: "v", edit: "e" }, revision: 1, spec: SPEC });
  if (address === "/healthz") throw new TypeError("Failed to fetch");
  asked += 1;
  if (word === null) throw new TypeError("Failed to fetch");
  return word;
}

followFarewell(() => {
  nothing += 1;
});

describe("a page whose stream was ended", () => {
  beforeEach(async () => {
    stubNetwork(fetched);
    Socket.made = [];
    isLost.value = false;
    sentAway.value = word = null;
    asked = nothing = 0;
    await begin({});
    Socket.last.onclose({ code: 4403 });
    await vi.advanceTimersByTimeAsync(0);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("asks again while there is no server, and then goes on", async () => {
    expect(isAwaited.value).toBe(true);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked).toBeGreaterThan(2);
    expect(Socket.made.length).toBe(1);
    word = say(200, { rights: "edit", spec: SPEC });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(Socket.made.length).toBeGreaterThan(1);
    expect(isAwaited.value).toBe(false);
  });

  it("asks again while the server is busy", async () => {
    word = say(503, { code: "full", detail: "" });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sentAway.value).toBeNull();
    word = say(404, { code: "no_such_session", detail: "" });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(isLost.value).toBe(true);
    expect(nothing).toBe(0);
  });

  it("is sent away once the server says so", async () => {
    word = say(403, { code: "link_revoked", detail: "" });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sentAway.value?.code).toBe("link_revoked");
    expect(isAwaited.value).toBe(false);
  });

  it("asks no more once another session is here", async () => {
    await begin({});
    await vi.advanceTimersByTimeAsync(10_000);
    const before = asked;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toBe(before);
    expect(isAwaited.value).toBe(false);
  });
});
