import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setUnits } from "../../spec/network";
import { changeData } from "../../spec/spec";
import { SPEC } from "../../testing/sample";
import type { Frame } from "../../wire/frames";
import type { Spec } from "../../wire/types";
import { latest, receive } from "../live/frames";
import { begin, watch } from "./connection";
import { edit, takeFix, undoesNature } from "./edits";
import { canRedo, canUndo, redo, undo } from "./journal";
import { giveUp, settled } from "./sending";
import { problem, refused, spec } from "./session";
import { Socket, stubNetwork } from "./socket";

interface Call {
  readonly method: string;
  readonly body: { patch?: { op: string; path: string; value?: unknown }[] };
}

let calls: Call[] = [];
let refuse = false;

/** A server that takes every patch of a layer's units, or refuses all. */
function serve(address: string, { method, body }: { method: string; body?: string }) {
  const call = { method, body: body === undefined ? {} : JSON.parse(body) } as Call;
  calls.push(call);
  const reply = (document: unknown, ok = true) =>
    Promise.resolve({ ok, status: ok ? 200 : 422, json: () => Promise.resolve(document) });
  if (address === "/api/sessions")
    return reply({ id: "s", revision: 1, links: { view: "v", edit: "e" }, spec: SPEC });
  if (refuse) return reply({ code: "invalid_field", detail: "No.", params: {} }, false);
  let next: Spec = SPEC;
  for (const { path, value } of call.body.patch ?? []) {
    const id = SPEC.network.layers[Number(path.split("/")[3])]?.id ?? "";
    next = setUnits(next, id, Number(value));
  }
  return reply({ revision: calls.length, spec: next });
}

const units = () => {
  const first = spec.value?.network.layers[0];
  return first !== undefined && "units" in first ? first.units : undefined;
};
const patches = () => calls.filter(({ method }) => method === "PATCH");

describe("a session", () => {
  beforeEach(async () => {
    calls = [];
    refuse = false;
    stubNetwork(serve);
    await begin({});
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("shows an edit at once and sends it as a patch", async () => {
    edit("units", (set) => setUnits(set, "h1", 9));
    expect(units()).toBe(9);
    await settled();
    expect(patches().map(({ body }) => body.patch)).toEqual([
      [{ op: "replace", path: "/network/layers/0/units", value: 9 }],
    ]);
  });

  it("undoes one gesture at once, and another apart", async () => {
    for (const count of [9, 10, 11]) edit("units h1", (set) => setUnits(set, "h1", count));
    vi.advanceTimersByTime(2000);
    edit("units h1", (set) => setUnits(set, "h1", 12));
    await settled();
    undo();
    expect(units()).toBe(11);
    undo();
    expect(units()).toBe(8);
    expect(canUndo.value).toBe(false);
    redo();
    redo();
    expect(units()).toBe(12);
    expect(canRedo.value).toBe(false);
    await settled();
  });

  it("takes what changes nothing for no edit", () => {
    edit("units", (set) => setUnits(set, "h1", 8));
    expect(canUndo.value).toBe(false);
    expect(patches()).toEqual([]);
  });

  it("goes back to the server's set-up when it refuses", async () => {
    refuse = true;
    edit("units", (set) => setUnits(set, "h1", 99));
    await settled();
    expect(units()).toBe(8);
    expect(problem.value?.code).toBe("invalid_field");
    expect(canUndo.value).toBe(false);
  });

  it("tells a new session what the page looks at", async () => {
    watch([{ probe: "weights" }], 30);
    await begin({});
    Socket.last.open();
    expect(Socket.last.sent[0]).toMatchObject({
      type: "hello",
      probes: [{ probe: "weights" }],
      max_fps: 30,
    });
  });
});

const frame = (revision: number): Frame => ({
  probe: "boundary",
  key: "boundary",
  step: 0,
  epoch: 0,
  revision,
  time: 0,
  arrays: {},
  values: {},
});

describe("the pictures of a session", () => {
  /** Whether the server takes an edit of the data, once it may say. */
  let answer: (ok: boolean) => void = () => {};
  let answered = Promise.resolve(true);
  const asked = () => {
    answered = new Promise((resolve) => {
      answer = resolve;
    });
  };

  beforeEach(async () => {
    calls = [];
    refuse = false;
    vi.stubGlobal("WebSocket", Socket);
    vi.stubGlobal("requestAnimationFrame", () => 0);
    vi.stubGlobal("fetch", (address: string, init: { method: string; body?: string }) => {
      const sent = JSON.parse(init.body ?? "{}") as Call["body"];
      if (!sent.patch?.some(({ path }) => path.startsWith("/data"))) return serve(address, init);
      const next = spec.value;
      return answered.then((ok) => {
        const body = ok ? { revision: 2, spec: next } : { code: "no", detail: "", params: {} };
        return { ok, status: ok ? 200 : 422, json: () => Promise.resolve(body) };
      });
    });
    asked();
    await begin({});
    receive({ frame: 1, frames: [frame(1)] });
  });

  it("are gone from the click on other data to the first frame of them", async () => {
    edit("data", (set) => changeData(set, { dataset: "digits" }));
    expect(latest("boundary")).toBeUndefined();
    receive({ frame: 2, frames: [frame(1)] });
    expect(latest("boundary")).toBeUndefined();
    answer(true);
    await settled();
    expect(latest("boundary")).toBeUndefined();
    receive({ frame: 3, frames: [frame(2)] });
    expect(latest("boundary")?.revision).toBe(2);
    edit("units", (set) => setUnits(set, "h1", 9));
    expect(latest("boundary")?.revision).toBe(2);
    await settled();
  });

  it("are back when the server refuses the other data", async () => {
    edit("data", (set) => changeData(set, { dataset: "digits" }));
    answer(false);
    await settled();
    expect(spec.value?.data.dataset).toBe("spiral");
    expect(latest("boundary")?.revision).toBe(1);
  });

  it("stay while only details of the data change", async () => {
    edit("data", (set) => changeData(set, { dataset: "moons", noise: 0.4 }));
    expect(latest("boundary")?.revision).toBe(1);
    answer(true);
    await settled();
    expect(latest("boundary")?.revision).toBe(1);
    expect(undoesNature.value).toBe(false);
  });

  it("can be had back by one undo of the other data, and then no more", async () => {
    edit("data", (set) => changeData(set, { dataset: "digits" }));
    expect(undoesNature.value).toBe(true);
    answer(true);
    await settled();
    asked();
    undo();
    expect(undoesNature.value).toBe(false);
    expect(latest("boundary")).toBeUndefined();
    answer(true);
    await settled();
  });
});

const FIX = {
  code: "dense_instead",
  patch: [{ op: "replace", path: "/network/layers/0/units", value: 12 }],
  params: {},
  fresh: [],
};
const UNFIT = {
  code: "needs_maps",
  detail: "No.",
  pointer: "/network/layers/0",
  params: {},
  mends: [FIX],
};

describe("an edit that is refused with ways out", () => {
  beforeEach(async () => {
    calls = [];
    vi.stubGlobal("WebSocket", Socket);
    vi.stubGlobal("fetch", (address: string, init: { method: string; body?: string }) => {
      const sent = JSON.parse(init.body ?? "{}") as Call["body"];
      const unfit = sent.patch?.some(({ value }) => value === 99) ?? false;
      const mends = sent.patch?.at(-1)?.value === 12;
      if (!unfit || mends) return serve(address, init);
      calls.push({ method: init.method, body: sent });
      return Promise.resolve({ ok: false, status: 422, json: () => Promise.resolve(UNFIT) });
    });
    await begin({});
    edit("units h1", (set) => setUnits(set, "h1", 99));
    await settled();
  });

  it("stays on the page until it is given up, which is nothing to undo", () => {
    expect(units()).toBe(99);
    expect(refused.value?.code).toBe("needs_maps");
    giveUp();
    expect(units()).toBe(8);
    expect(refused.value).toBeNull();
    expect(canUndo.value).toBe(false);
  });

  it("is mended as one edit, undone at once", async () => {
    takeFix(FIX);
    await settled();
    expect(units()).toBe(12);
    expect(refused.value).toBeNull();
    expect(patches().at(-1)?.body.patch).toEqual([
      { op: "replace", path: "/network/layers/0/units", value: 12 },
    ]);
    undo();
    expect(units()).toBe(8);
    expect(canUndo.value).toBe(false);
    await settled();
  });

  it("is undone like any other", async () => {
    undo();
    await settled();
    expect(units()).toBe(8);
    expect(refused.value).toBeNull();
  });
});
