/** Edits that wait: none is lost, none is made twice, and what the server refuses is told. */
import { applyPatch, type Operation } from "fast-json-patch";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { choosePreset, reset } from "../../actions/run";
import { setUnits } from "../../spec/network";
import { changeTraining } from "../../spec/spec";
import { SPEC } from "../../testing/sample";
import type { Spec } from "../../wire/types";
import { begin, join } from "./connection";
import { edit } from "./edits";
import { canUndo } from "./journal";
import { mend } from "./mends";
import { waiting } from "./outbox";
import { settled } from "./sending";
import { command, problem, spec } from "./session";
import { Socket, stubNetwork } from "./socket";

const rate = (learning_rate: number) => (set: Spec) => changeTraining(set, { learning_rate });
const units = (count: number) => (set: Spec) => setUnits(set, "h1", count);

/** A server that makes each edit once by its id; `lose` says what befalls the next requests. */
class Server {
  edits: { request: string; spec: Spec }[] = [{ request: "", spec: SPEC }];
  commands: string[] = [];
  asked = 0;
  /** Before it arrives, or its answer on the way back. */
  lose: "nothing" | "requests" | "answers" = "nothing";
  refuses: (set: Spec) => boolean = () => false;

  get now(): Spec {
    return this.edits.at(-1)?.spec ?? SPEC;
  }

  async fetch(address: string, { body, headers }: RequestInit): Promise<unknown> {
    const lose = this.lose;
    this.asked += 1;
    if (lose === "requests") throw new TypeError("away");
    const answer = this.#answer(address, headers as Record<string, string>, String(body));
    if (lose === "answers") throw new TypeError("away");
    return answer;
  }

  #answer(address: string, headers: Record<string, string>, body: string) {
    if (address === "/api/sessions")
      return say(201, { id: "s", links: { view: "v", edit: "e" }, revision: 1, spec: SPEC });
    const request = headers["Idempotency-Key"] ?? "";
    if (address.endsWith("/commands")) {
      if (!this.commands.includes(request)) {
        this.commands.push(request);
        if (JSON.parse(body).type === "reset") this.edits.push({ request, spec: this.now });
      }
      return say(202, { revision: this.edits.length, spec: this.now });
    }
    const made = this.edits.findIndex((each) => each.request === request);
    if (made > 0) return say(200, { revision: made + 1, spec: this.edits[made]?.spec });
    const base = this.edits[Number(headers["If-Match"]) - 1]?.spec ?? SPEC;
    const next = applyPatch(structuredClone(base), JSON.parse(body).patch as Operation[], true);
    if (this.refuses(next.newDocument))
      return say(423, { code: "locked", detail: "No.", params: {} });
    this.edits.push({ request, spec: next.newDocument });
    return say(200, { revision: this.edits.length, spec: next.newDocument });
  }

  /** What a page hears that has come again. */
  greet(): void {
    Socket.last.open();
    const told = { revision: this.edits.length, spec: this.now, shapes: [], rights: "edit" };
    Socket.last.hear({ type: "spec", ...told });
  }
}

const say = (status: number, document: object) => ({
  ok: status < 300,
  status,
  json: async () => ({ status, ...document }),
});

let server: Server;
const rates = () => server.edits.slice(1).map((each) => each.spec.training.learning_rate);

async function beginAnew(): Promise<void> {
  sessionStorage.clear();
  server = new Server();
  stubNetwork((address: string, init: RequestInit) => server.fetch(address, init));
  problem.value = null;
  await begin({});
  server.greet();
}

describe("edits that wait for the connection", () => {
  beforeEach(beginAnew);
  afterEach(() => {
    vi.useRealTimers();
  });

  it("are all made, each once and in order, whatever was lost on the way", async () => {
    for (let count = 1; count <= 100; count += 1) {
      if (count === 30) server.lose = "answers";
      if (count === 50) server.lose = "requests";
      edit("rate", rate(count / 1000));
      await settled();
    }
    expect(waiting.value).toBe(71);
    expect(spec.value?.training.learning_rate).toBe(0.1);
    server.lose = "nothing";
    await vi.advanceTimersByTimeAsync(4000);
    await settled();
    expect(rates()).toEqual(Array.from({ length: 100 }, (_, place) => (place + 1) / 1000));
    expect(waiting.value).toBe(0);
  });

  it("go at once when the stream is there again", async () => {
    server.lose = "requests";
    edit("rate", rate(0.5));
    await vi.advanceTimersByTimeAsync(20_000);
    server.lose = "nothing";
    server.greet();
    await settled();
    expect(rates()).toEqual([0.5]);
  });

  it("are one where they are dragged", async () => {
    server.lose = "requests";
    dispatchEvent(new Event("pointerdown"));
    for (const count of [0.1, 0.2, 0.3]) {
      edit("rate", rate(count));
      await settled();
    }
    dispatchEvent(new Event("pointerup"));
    edit("rate", rate(0.4));
    server.lose = "nothing";
    await vi.advanceTimersByTimeAsync(4000);
    // The first was on its way already.
    expect(rates()).toEqual([0.1, 0.3, 0.4]);
  });

  it("are told when the server does not take them, and those after them go on", async () => {
    server.lose = "requests";
    edit("rate", rate(0.1));
    await settled();
    edit("units", units(99));
    edit("rate", rate(0.2));
    server.lose = "nothing";
    server.refuses = (set) => JSON.stringify(set).includes('"units":99');
    await vi.advanceTimersByTimeAsync(4000);
    expect(problem.value?.code).toBe("locked");
    expect(rates()).toEqual([0.1, 0.2]);
    expect(server.now).toEqual(spec.value);
    expect(server.now).toEqual(rate(0.2)(SPEC));
  });

  it("come after those before them, and commands after the edits before them", async () => {
    server.lose = "requests";
    edit("rate", rate(0.1));
    await settled();
    void command({ type: "play" });
    await vi.advanceTimersByTimeAsync(100);
    server.lose = "nothing";
    const order: string[] = [];
    vi.stubGlobal("fetch", (address: string, init: RequestInit) => {
      order.push(address.split("/").at(-1) ?? "");
      return server.fetch(address, init);
    });
    await vi.advanceTimersByTimeAsync(4000);
    expect(order).toEqual(["spec", "commands"]);
  });

  it("are there again after a reload, with the ids that they had", async () => {
    server.lose = "answers";
    edit("rate", rate(0.1));
    await settled();
    edit("rate", rate(0.2));
    void command({ type: "step", count: 100, unit: "step" });
    await vi.advanceTimersByTimeAsync(100);
    expect(waiting.value).toBe(3);
    server.lose = "requests";
    dispatchEvent(new Event("pagehide"));
    // What the page had in memory is gone, and its requests with it.
    const kept = sessionStorage.getItem("waiting") ?? "";
    join({ id: "another", token: "t" });
    await vi.advanceTimersByTimeAsync(0);
    sessionStorage.setItem("waiting", kept);
    server.lose = "nothing";
    join({ id: "s", token: "e" });
    expect(spec.value?.training.learning_rate).toBe(0.2);
    server.greet();
    await vi.advanceTimersByTimeAsync(5000);
    expect(rates()).toEqual([0.1, 0.2]);
    expect(server.commands).toHaveLength(1);
    expect(waiting.value).toBe(0);
    expect(sessionStorage.getItem("waiting")).toBeNull();
  });

  it("are kept for a page that ends without a word", async () => {
    server.lose = "requests";
    edit("rate", rate(0.1));
    await vi.advanceTimersByTimeAsync(300);
    edit("rate", rate(0.2));
    await vi.advanceTimersByTimeAsync(300);
    expect(JSON.parse(sessionStorage.getItem("waiting") ?? "{}").edits).toHaveLength(2);
    server.lose = "nothing";
    await vi.advanceTimersByTimeAsync(5000);
    expect(waiting.value).toBe(0);
    expect(sessionStorage.getItem("waiting")).toBeNull();
  });

  it("stay where the same session is joined again", async () => {
    server.lose = "requests";
    edit("rate", rate(0.1));
    await settled();
    edit("rate", rate(0.2));
    server.lose = "nothing";
    join({ id: "s", token: "e" });
    server.greet();
    await vi.advanceTimersByTimeAsync(5000);
    expect(rates()).toEqual([0.1, 0.2]);
    expect(canUndo.value).toBe(true);
  });

  it.each(Array.from({ length: 40 }, (_, seed) => seed))(
    "come once and in order through whatever befalls the line (seed %i)",
    async (seed) => {
      const random = randomOf(seed);
      const made: number[] = [];
      const befalls = [
        () => (server.lose = "answers"),
        () => (server.lose = "requests"),
        () => (server.lose = "nothing"),
        () => server.greet(),
        () => join({ id: "s", token: "e" }),
        () => vi.advanceTimersByTimeAsync(random() * 5000),
        () => settled(),
        reload,
      ];
      for (let count = 1; count <= 60; count += 1) {
        made.push(count / 1000);
        edit("rate", rate(count / 1000));
        while (random() < 0.6) await befalls[Math.floor(random() * befalls.length)]?.();
      }
      server.lose = "nothing";
      join({ id: "s", token: "e" });
      server.greet();
      await vi.advanceTimersByTimeAsync(10_000);
      expect(rates()).toEqual(made);
      expect(spec.value).toEqual(server.now);
      expect(waiting.value).toBe(0);
    },
  );

  it("take with them what belongs to them, where they are refused", async () => {
    server.refuses = ({ seed }) => seed !== SPEC.seed;
    await reset(true);
    expect(problem.value?.code).toBe("locked");
    expect(spec.value).toEqual(SPEC);
    await choosePreset({ name: "other", spec: { ...SPEC, seed: SPEC.seed + 1 } });
    expect(spec.value).toEqual(SPEC);
    mend({
      code: "other",
      patch: [{ op: "replace", path: "/seed", value: 7 }],
      fresh: ["h1"],
      params: {},
    });
    await settled();
    await vi.advanceTimersByTimeAsync(100);
    expect(server.commands).toEqual([]);

    server.refuses = () => false;
    await reset(true);
    await choosePreset({ name: "other", spec: { ...SPEC, seed: SPEC.seed + 1 } });
    expect(server.commands).toHaveLength(2);
    // By itself it belongs to nothing.
    server.refuses = () => true;
    edit("rate", rate(0.7));
    await reset(false);
    expect(server.commands).toHaveLength(3);
  });

  it("take with them what belongs to them over a reload, too", async () => {
    server.lose = "requests";
    void reset(true);
    await vi.advanceTimersByTimeAsync(100);
    dispatchEvent(new Event("pagehide"));
    const kept = sessionStorage.getItem("waiting") ?? "";
    server.refuses = () => true;
    join({ id: "another", token: "t" });
    server.lose = "nothing";
    await vi.advanceTimersByTimeAsync(20_000);
    expect(server.commands).toEqual([]);
    sessionStorage.setItem("waiting", kept);
    join({ id: "s", token: "e" });
    server.greet();
    await vi.advanceTimersByTimeAsync(5000);
    expect(problem.value?.code).toBe("locked");
    expect(waiting.value).toBe(0);
    expect(server.commands).toEqual([]);
  });
});

describe("edits that wait in a session that is left", () => {
  beforeEach(async () => {
    await beginAnew();
    // It is loaded while the network is there.
    await import("./left");
    server.lose = "requests";
    for (const count of [0.1, 0.2, 0.3]) {
      edit(`rate ${count}`, rate(count));
      await settled();
    }
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("are told, and made once and in order when the network is there again", async () => {
    join({ id: "another", token: "t" });
    await vi.advanceTimersByTimeAsync(0);
    expect(problem.value?.code).toBe("edits_left");
    await vi.advanceTimersByTimeAsync(5000);
    server.lose = "answers";
    await vi.advanceTimersByTimeAsync(9000);
    server.lose = "nothing";
    await vi.advanceTimersByTimeAsync(9000);
    expect(rates()).toEqual([0.1, 0.2, 0.3]);
    expect(sessionStorage.getItem("left")).toBeNull();
  });

  it("are on the page again that comes back to it, and made once", async () => {
    join({ id: "another", token: "t" });
    await vi.advanceTimersByTimeAsync(2000);
    join({ id: "s", token: "e" });
    expect(spec.value?.training.learning_rate).toBe(0.3);
    server.lose = "nothing";
    server.greet();
    await vi.advanceTimersByTimeAsync(9000);
    expect(rates()).toEqual([0.1, 0.2, 0.3]);
    expect(waiting.value).toBe(0);
  });

  it("are told where the server does not take them any more", async () => {
    join({ id: "another", token: "t" });
    server.refuses = () => true;
    server.lose = "nothing";
    await vi.advanceTimersByTimeAsync(9000);
    expect(problem.value?.code).toBe("edits_lost");
    expect(sessionStorage.getItem("left")).toBeNull();
  });
});

/** A page that is loaded again: what it had in memory is gone, and its requests with it. */
async function reload(): Promise<void> {
  dispatchEvent(new Event("pagehide"));
  const kept = sessionStorage.getItem("waiting");
  const lose = server.lose;
  server.lose = "requests";
  join({ id: "another", token: "t" });
  await vi.advanceTimersByTimeAsync(0);
  server.lose = lose;
  if (kept !== null) sessionStorage.setItem("waiting", kept);
  join({ id: "s", token: "e" });
  server.greet();
}

/** Numbers from 0 to 1 (a linear congruential generator; Numerical Recipes, section 7.1). */
function randomOf(seed: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
