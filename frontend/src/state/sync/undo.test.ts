/** Undo and redo bring back the run as it was, and say so where they cannot. */
import { applyPatch, type Operation } from "fast-json-patch";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setUnits } from "../../spec/network";
import { SPEC } from "../../testing/sample";
import type { Command, ServerMessage, Spec } from "../../wire/types";
import { begin } from "./connection";
import { edit, revise } from "./edits";
import { canRedo, canUndo, redo, undo } from "./journal";
import { edits } from "./outbox";
import { recalled, settled } from "./sending";
import { command, problem, spec, status } from "./session";
import { Socket, stubNetwork } from "./socket";

/** What the server keeps just before a revision comes in force. */
interface State {
  readonly spec: Spec;
  readonly step: number;
}

/** A server whose runs have a past, as ours have; `train` is what happens between edits. */
class Server {
  now: State = { spec: SPEC, step: 0 };
  before = new Map<number, State>();
  revision = 1;
  asked: (Command | Operation[])[] = [];
  gate: Promise<void> = Promise.resolve();
  away = false;
  refusal: { status: number; code: string } | null = null;
  answered = new Map<string, unknown>();

  train(steps: number): void {
    this.now = { ...this.now, step: this.now.step + steps };
  }

  /** Somebody else's edit, told by the stream. */
  edit(change: (set: Spec) => Spec): void {
    this.make({ ...this.now, spec: change(this.now.spec) });
    Socket.last.hear({
      type: "spec",
      revision: this.revision,
      spec: this.now.spec,
      shapes: [],
      rights: "edit",
      author: "Ada",
      cautions: [],
    } as ServerMessage);
  }

  make(next: State): object {
    const left = this.now.step;
    this.revision += 1;
    this.before.set(this.revision, this.now);
    this.now = next;
    const { spec, step } = next;
    return { revision: this.revision, spec, shapes: [], cautions: [], step, kept: left > step };
  }

  async fetch(address: string, { body, headers }: RequestInit): Promise<unknown> {
    if (this.away) throw new TypeError("away");
    const asked = JSON.parse(String(body ?? "null"));
    if (address === "/api/sessions")
      return say(201, { id: "s", links: { view: "v", edit: "e" }, revision: 1, spec: SPEC });
    await this.gate;
    const request = (headers as Record<string, string>)["Idempotency-Key"] ?? "";
    const known = this.answered.get(request);
    if (known !== undefined) return say(202, known as object);
    this.asked.push(asked.patch ?? asked);
    const answer = asked.patch === undefined ? this.#command(asked) : this.#patch(asked.patch);
    if ("status" in answer) return say((answer as { status: number }).status, answer);
    this.answered.set(request, answer);
    return say(202, answer);
  }

  #patch(patch: Operation[]): object {
    const spec = applyPatch(structuredClone(this.now.spec), patch, true).newDocument;
    return this.make({ ...this.now, spec });
  }

  #command(given: Command): object {
    if (this.refusal !== null) return { ...this.refusal, detail: "No.", params: {} };
    if (given.type === "reset") return this.make({ ...this.now, step: 0 });
    if (given.type === "continue") return this.make({ spec: SPEC, step: given.step });
    if (given.type !== "undo") return {};
    if (given.revision !== this.revision) return { status: 409, code: "not_newest" };
    const back = this.before.get(given.since ?? given.revision);
    return back === undefined ? { status: 409, code: "state_not_kept" } : this.make(back);
  }
}

const say = (status: number, document: object) =>
  Promise.resolve({
    ok: status < 300,
    status,
    json: async () => structuredClone({ status, ...document }),
  });

let server: Server;
const units = (count: number) => (set: Spec) => setUnits(set, "h1", count);
const commands = () => server.asked.filter((each): each is Command => !Array.isArray(each));
const twoSecondsPass = () => vi.advanceTimersByTimeAsync(2000);

/** An edit, trained on for a while. */
async function made(gesture: string, change: (set: Spec) => Spec, steps = 100): Promise<void> {
  edit(gesture, change);
  await settled();
  server.train(steps);
  await twoSecondsPass();
}

describe("undo", () => {
  beforeEach(async () => {
    server = new Server();
    stubNetwork((address: string, init: RequestInit) => server.fetch(address, init));
    problem.value = null;
    await begin({});
    server.train(1204);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("brings back the whole run as it was, and says at which step", async () => {
    await made("a", units(3));
    undo();
    expect(spec.value).toEqual(SPEC);
    await settled();
    expect(commands()).toEqual([{ type: "undo", revision: 2, since: 2 }]);
    expect(server.now).toEqual({ spec: SPEC, step: 1204 });
    expect(recalled.value).toEqual({ exact: true, step: 1204, kept: true });
    redo();
    await settled();
    expect(server.now).toEqual({ spec: units(3)(SPEC), step: 1304 });
    expect(spec.value).toEqual(units(3)(SPEC));
    expect([canUndo.value, canRedo.value]).toEqual([true, false]);
  });

  it("takes back a gesture of several revisions at once", async () => {
    for (const count of [3, 4, 5]) {
      edit("drag", units(count));
      await settled();
      server.train(1);
    }
    await twoSecondsPass();
    undo();
    await settled();
    expect(commands()).toEqual([{ type: "undo", revision: 4, since: 2 }]);
    expect(server.now).toEqual({ spec: SPEC, step: 1204 });
  });

  it("goes back and forth through several", async () => {
    await made("a", units(3));
    await made("b", units(4));
    await made("c", units(5));
    const last = server.now;
    for (let times = 0; times < 3; times += 1) undo();
    await settled();
    expect(server.now).toEqual({ spec: SPEC, step: 1204 });
    expect(canUndo.value).toBe(false);
    for (let times = 0; times < 3; times += 1) redo();
    await settled();
    expect(server.now).toEqual(last);
    undo();
    await settled();
    expect(server.now).toEqual({ spec: units(4)(SPEC), step: 1404 });
  });

  it("brings back what a reset took, and a reset with a new seed as one", async () => {
    const done = revise("reset 1", { type: "reset", new_seed: false });
    expect(await done).toBe(true);
    expect(server.now.step).toBe(0);
    undo();
    await settled();
    expect(server.now.step).toBe(1204);
    redo();
    await settled();
    expect(server.now.step).toBe(0);
    undo();
    await settled();
    edit("reset 2", (set) => ({ ...set, seed: 77 }));
    await revise("reset 2", { type: "reset", new_seed: false });
    expect(server.now).toEqual({ spec: { ...SPEC, seed: 77 }, step: 0 });
    undo();
    await settled();
    expect(server.now).toEqual({ spec: SPEC, step: 1204 });
    expect(canUndo.value).toBe(false);
  });

  it("takes back that the run went on from its past, with another set-up", async () => {
    await made("a", units(3));
    await revise("continue 1", { type: "continue", branch: "b1", step: 7 });
    expect(spec.value).toEqual(SPEC);
    undo();
    await settled();
    expect(server.now).toEqual({ spec: units(3)(SPEC), step: 1304 });
    expect(spec.value).toEqual(units(3)(SPEC));
    undo();
    await settled();
    expect(server.now).toEqual({ spec: SPEC, step: 1204 });
  });

  it("changes the set-up back where others have edited since, and says what that is not", async () => {
    await made("a", units(3));
    server.edit((set) => setUnits(set, "h2", 9));
    undo();
    await settled();
    expect(commands()).toEqual([]);
    expect(server.now).toEqual({ spec: setUnits(SPEC, "h2", 9), step: 1304 });
    expect(recalled.value).toEqual({ exact: false, why: "changed" });
  });

  it("does so too where the other's edit comes first on the way", async () => {
    await made("a", units(3));
    let open = () => {};
    server.gate = new Promise((resolve) => {
      open = resolve;
    });
    undo();
    server.edit((set) => setUnits(set, "h2", 9));
    open();
    await settled();
    expect(server.now.spec).toEqual(setUnits(SPEC, "h2", 9));
    expect(spec.value).toEqual(setUnits(SPEC, "h2", 9));
    expect(recalled.value).toEqual({ exact: false, why: "changed" });
  });

  it("does so where what was learned is not kept any more", async () => {
    await made("a", units(3));
    server.before.clear();
    undo();
    await settled();
    expect(server.now).toEqual({ spec: SPEC, step: 1304 });
    expect(recalled.value).toEqual({ exact: false, why: "not_kept" });
    expect(problem.value).toBeNull();
  });

  it("keeps what is edited while it is on its way", async () => {
    await made("a", units(3));
    let open = () => {};
    server.gate = new Promise((resolve) => {
      open = resolve;
    });
    undo();
    edit("b", (set) => setUnits(set, "h2", 9));
    open();
    await settled();
    expect(server.now).toEqual({ spec: setUnits(SPEC, "h2", 9), step: 1204 });
    undo();
    await settled();
    expect(server.now).toEqual({ spec: SPEC, step: 1204 });
  });

  it("comes after what was given before it, and before what is given after it", async () => {
    await made("a", units(3));
    void command({ type: "step", count: 1, unit: "step" });
    undo();
    void command({ type: "play" });
    await settled();
    await twoSecondsPass();
    expect(commands().map(({ type }) => type)).toEqual(["step", "undo", "play"]);
  });

  it("waits for a network that is away, and loses nothing", async () => {
    await made("a", units(3));
    server.away = true;
    edit("b", units(4));
    await settled();
    undo();
    undo();
    expect(spec.value).toEqual(SPEC);
    expect(edits.value.length).toBe(3);
    server.away = false;
    await vi.advanceTimersByTimeAsync(5000);
    await settled();
    expect(server.now).toEqual({ spec: SPEC, step: 1204 });
    redo();
    redo();
    await settled();
    expect(server.now.spec).toEqual(units(4)(SPEC));
  });

  it("is not done twice where its answer was lost", async () => {
    await made("a", units(3));
    const real = (address: string, init: RequestInit) => server.fetch(address, init);
    vi.stubGlobal("fetch", (address: string, init: RequestInit) =>
      real(address, init).then(() => Promise.reject(new TypeError("lost"))),
    );
    undo();
    await settled();
    vi.stubGlobal("fetch", real);
    await vi.advanceTimersByTimeAsync(5000);
    await settled();
    expect(commands().length).toBe(1);
    expect(server.revision).toBe(3);
    expect(server.now).toEqual({ spec: SPEC, step: 1204 });
  });

  it("of a name alone leaves what is learned", async () => {
    await made("name", (set) => ({ ...set, name: "Mine" }));
    undo();
    await settled();
    expect(commands()).toEqual([]);
    expect(server.now).toEqual({ spec: SPEC, step: 1304 });
    expect(recalled.value).toBeNull();
  });

  it("of a reset that cannot be had says so", async () => {
    await revise("reset 1", { type: "reset", new_seed: false });
    server.edit((set) => setUnits(set, "h2", 9));
    undo();
    await settled();
    expect(recalled.value).toEqual({ exact: false, why: "changed" });
    expect(server.now.spec).toEqual(setUnits(SPEC, "h2", 9));
    expect(canRedo.value).toBe(false);
  });

  it("forgets a reset that the server refuses, and tells why", async () => {
    server.refusal = { status: 423, code: "locked" };
    expect(await revise("reset 1", { type: "reset", new_seed: false })).toBe(false);
    expect(problem.value?.code).toBe("locked");
    expect([canUndo.value, edits.value.length]).toEqual([false, 0]);
    expect(status.value).toBeNull();
  });
});
