/** What comes as events is read however it is cut, and what is said goes as requests. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EventReader, openEvents } from "./events-line";
import { BROKEN } from "./line";

const OPEN = 'event: open\ndata: {"stream":"id"}\n\n';
const MESSAGE = 'event: message\ndata: {"a": "b: c"}\n\n';

describe("a reader of events", () => {
  it.each([1, 2, 7, 1000])("reads them in pieces of %i letters", (size) => {
    const reader = new EventReader();
    const pieces = `${OPEN}: beat\n\n${MESSAGE}`.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
    expect(pieces.flatMap((piece) => reader.read(piece))).toEqual([
      { kind: "open", data: '{"stream":"id"}' },
      { kind: "", data: "" },
      { kind: "message", data: '{"a": "b: c"}' },
    ]);
  });
});

describe("a line of events", () => {
  let tell: (text: string) => void;
  let end: () => void;
  let status: number;
  let asked: { readonly address: string; readonly init: RequestInit }[];
  let told: [string, unknown][];

  const open = () =>
    openEvents(
      "/api/sessions/s/events",
      { token: "t", name: "김하나" },
      {
        opened: () => told.push(["opened", null]),
        heard: (data) =>
          told.push(["heard", typeof data === "string" ? data : [...new Uint8Array(data)]]),
        beat: () => told.push(["beat", null]),
        closed: (code) => told.push(["closed", code]),
      },
    );
  const said = () => asked.slice(1).map(({ init }) => JSON.parse(String(init.body)).messages);

  beforeEach(() => {
    [asked, told, status] = [[], [], 200];
    vi.stubGlobal("fetch", async (address: string, init: RequestInit) => {
      asked.push({ address, init });
      if (init.method === "POST") return new Response(null, { status: 204 });
      const body = new ReadableStream<Uint8Array>({
        start(control) {
          tell = (text) => control.enqueue(new TextEncoder().encode(text));
          end = () => control.close();
        },
      });
      return { ok: status === 200, status, body };
    });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("hands on messages, frames and signs of life in order", async () => {
    const line = open();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    tell(`${OPEN}${MESSAGE}: beat\n\nevent: bundle\ndata: AAEC\n\n`);
    await vi.waitFor(() => expect(told).toHaveLength(4));
    expect(told).toEqual([
      ["opened", null],
      ["heard", '{"a": "b: c"}'],
      ["beat", null],
      ["heard", [0, 1, 2]],
    ]);
    expect(asked[0]?.init.headers).toMatchObject({
      Authorization: "Bearer t",
      "Playground-Name": encodeURIComponent("김하나"),
    });
    line.close();
  });

  it("says what is said before and after it stands, together and in order", async () => {
    const line = open();
    line.say({ type: "watch" });
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    tell(OPEN);
    await vi.waitFor(() => expect(told).toHaveLength(1));
    line.say({ type: "ack", frame: 1 });
    line.say({ type: "ack", frame: 2 });
    const all = [{ type: "watch" }, { type: "ack", frame: 1 }, { type: "ack", frame: 2 }];
    await vi.waitFor(() => expect(said().flat()).toEqual(all));
    expect(said().length).toBeLessThan(3);
    expect(asked[1]?.address).toBe("/api/sessions/s/events/id");
    line.close();
  });

  it("tells why it was closed, as the server says or by its status", async () => {
    open();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    tell('event: close\ndata: {"code":4429,"reason":"Too many."}\n\n');
    await vi.waitFor(() => expect(told).toEqual([["closed", 4429]]));
    for (const [refused, code] of [
      [403, 4403],
      [404, 4404],
      [410, 4410],
      [503, BROKEN],
    ] as const) {
      [status, told] = [refused, []];
      open();
      await vi.waitFor(() => expect(told).toEqual([["closed", code]]));
    }
  });

  it("is broken where the answer ends without a word", async () => {
    open();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    tell(OPEN);
    end();
    await vi.waitFor(() => expect(told.at(-1)).toEqual(["closed", BROKEN]));
  });

  it("is heard no more once it is let go", async () => {
    const line = open();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    line.close();
    tell(MESSAGE);
    end();
    await new Promise((resolve) => setTimeout(resolve));
    expect(told).toEqual([]);
  });
});
