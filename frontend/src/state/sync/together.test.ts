/** Edits that cross: with another editor's, with another session, with a server that is away. */
import { applyPatch, type Operation } from "fast-json-patch";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { addLayer, setUnits } from "../../spec/network";
import { SPEC } from "../../testing/sample";
import type { ServerMessage, Spec } from "../../wire/types";
import { begin } from "./connection";
import { edit } from "./edits";
import { canUndo, undo } from "./journal";
import { settled } from "./sending";
import { command, problem, spec } from "./session";
import { Socket, stubNetwork } from "./socket";
import { setWeight } from "./weights";

interface Held {
  readonly revision: number;
  readonly spec: Spec;
}

/** A server that keeps revisions as ours does; `gate` holds an answer back. */
class Server {
  sessions = new Map<string, Held>();
  patches: Operation[][] = [];
  commands: unknown[] = [];
  gate: Promise<void> = Promise.resolve();
  away = false;

  async fetch(address: string, { body, headers }: RequestInit): Promise<unknown> {
    const asked = JSON.parse(String(body ?? "null"));
    const [, , , id = "", place] = address.split("/");
    if (id === "") {
      const made = `s${this.sessions.size + 1}`;
      this.sessions.set(made, { revision: 1, spec: asked.spec ?? SPEC });
      return this.#say(201, {
        id: made,
        links: { view: "v", edit: "e" },
        ...this.sessions.get(made),
      });
    }
    if (place === "commands") {
      this.commands.push(asked);
      return this.#say(202, {});
    }
    this.patches.push(asked.patch);
    const base = Number((headers as Record<string, string>)["If-Match"]);
    const answer = this.#patch(id, base, asked.patch);
    await this.gate;
    return answer;
  }

  edit(id: string, change: (set: Spec) => Spec): void {
    const now = this.sessions.get(id);
    if (now !== undefined)
      this.sessions.set(id, { revision: now.revision + 1, spec: change(now.spec) });
  }

  tell(id: string): void {
    const now = this.sessions.get(id);
    const message = { type: "spec", ...now, rights: "edit", author: null } as ServerMessage;
    Socket.last.hear(message);
  }

  #patch(id: string, base: number, patch: Operation[]): Promise<unknown> {
    if (this.away) return this.#say(404, { code: "no_such_session", detail: "Gone.", params: {} });
    const now = this.sessions.get(id);
    if (now === undefined || now.revision !== base)
      return this.#say(409, { code: "conflict", detail: "Else.", params: {}, ...now });
    const next = {
      revision: base + 1,
      spec: applyPatch(structuredClone(now.spec), patch, true).newDocument,
    };
    this.sessions.set(id, next);
    return this.#say(200, next);
  }

  #say(status: number, document: unknown): Promise<unknown> {
    const told = { status, ...(document as object) };
    return Promise.resolve({ ok: status < 300, status, json: async () => told });
  }
}

let server: Server;
const units = (id: string, set: Spec | null | undefined = spec.value) =>
  set?.network.layers.flatMap((layer) =>
    layer.id === id && "units" in layer ? layer.units : [],
  )[0];
const held = (id: string) => server.sessions.get(id)?.spec;

describe("edits that cross", () => {
  beforeEach(async () => {
    server = new Server();
    stubNetwork((address: string, init: RequestInit) => server.fetch(address, init));
    await begin({});
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("drops an answer that belongs to the session left behind", async () => {
    for (const count of [3, 4, 5]) {
      edit(`units ${count}`, (set) => setUnits(set, "h1", count));
      await settled();
    }
    let open = () => {};
    server.gate = new Promise((resolve) => {
      open = resolve;
    });
    edit("late", (set) => setUnits(set, "h1", 20));
    await begin({ spec: SPEC });
    open();
    server.gate = Promise.resolve();
    await settled();
    const before = server.patches.length;
    edit("here", (set) => setUnits(set, "h2", 7));
    await settled();
    expect(server.patches.length - before).toBe(1);
    expect(units("h2", held("s2"))).toBe(7);
    expect(units("h1", held("s2"))).toBe(8);
  });

  it("keeps what was dragged while a conflict was on its way", async () => {
    server.edit("s1", (set) => setUnits(set, "h2", 6));
    let open = () => {};
    server.gate = new Promise((resolve) => {
      open = resolve;
    });
    edit("units h1", (set) => setUnits(set, "h1", 9));
    edit("units h1", (set) => setUnits(set, "h1", 10));
    open();
    await settled();
    expect([units("h1"), units("h2")]).toEqual([10, 6]);
    expect([units("h1", held("s1")), units("h2", held("s1"))]).toEqual([10, 6]);
  });

  it("undoes its own edit and leaves another's alone", async () => {
    edit("units h1", (set) => setUnits(set, "h1", 9));
    await settled();
    server.edit("s1", (set) => setUnits(set, "h2", 6));
    server.tell("s1");
    undo();
    await settled();
    expect([units("h1"), units("h2")]).toEqual([8, 6]);
  });

  it("says so when an undo no longer fits", async () => {
    edit("units h1", (set) => setUnits(set, "h1", 9));
    await settled();
    server.edit("s1", (set) => setUnits(set, "h1", 12));
    server.tell("s1");
    undo();
    await settled();
    expect(units("h1")).toBe(12);
    expect(problem.value?.code).toBe("conflict");
    expect(canUndo.value).toBe(false);
  });

  it("does not take back another's edit made while the server was away", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("away")));
    edit("units h1", (set) => setUnits(set, "h1", 9));
    await settled();
    vi.stubGlobal("fetch", (address: string, init: RequestInit) => server.fetch(address, init));
    server.edit("s1", (set) => setUnits(set, "h2", 6));
    server.tell("s1");
    await settled();
    expect([units("h1", held("s1")), units("h2", held("s1"))]).toEqual([9, 6]);
  });

  it("adds a layer once, though the answer to it was lost", async () => {
    const lost = (address: string, init: RequestInit) =>
      server.fetch(address, init).then(() => Promise.reject(new TypeError("lost")));
    vi.stubGlobal("fetch", lost);
    edit("add", (set) => addLayer(set, 0));
    await settled();
    vi.stubGlobal("fetch", (address: string, init: RequestInit) => server.fetch(address, init));
    server.tell("s1");
    await settled();
    expect(spec.value?.network.layers.length).toBe(3);
    expect(held("s1")?.network.layers.length).toBe(3);
  });

  it("keeps an edit that meets a server begun anew", async () => {
    server.away = true;
    edit("units h1", (set) => setUnits(set, "h1", 9));
    await settled();
    expect(units("h1")).toBe(9);
    expect(problem.value).toBe(null);
  });

  it("undoes and redoes a weight set by hand, one gesture at once", async () => {
    const at = { layer: "h1", unit: 2, input: 1 };
    setWeight(at, 0.25, 1);
    setWeight(at, 0.25, 2);
    await vi.advanceTimersByTimeAsync(100);
    expect(server.commands.at(-1)).toMatchObject({ ...at, value: 2 });
    undo();
    expect(canUndo.value).toBe(false);
    await command({ type: "pause" });
    expect(server.commands.at(-2)).toMatchObject({ ...at, value: 0.25 });
  });
});
