/** A page's commands: every press counts, in the order of the presses. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { listenToKeys } from "../../actions/key-listener";
import { stepOnce } from "../../actions/run";
import { SPEC } from "../../testing/sample";
import type { Command, Problem } from "../../wire/types";
import { begin } from "./connection";
import { isCutOff } from "./delivery";
import { waiting } from "./outbox";
import { found } from "./refusals";
import { command, problem } from "./session";
import { Socket } from "./socket";

interface Asked {
  readonly command: Command;
  readonly id: string;
  readonly request: string;
  readonly answer: (refusal?: Problem) => void;
}

/** The commands that arrived; each is answered by the test. */
let asked: Asked[] = [];
let sessions = 0;

function serve(address: string, { body, headers }: RequestInit): Promise<unknown> {
  const given = JSON.parse(String(body ?? "null"));
  const reply = (status: number, document: unknown) => ({
    ok: status < 300,
    status,
    json: () => Promise.resolve(document),
  });
  if (address === "/api/sessions") {
    sessions += 1;
    const made = { id: `s${sessions}`, revision: 1, links: { view: "v", edit: "e" }, spec: SPEC };
    return Promise.resolve(reply(201, made));
  }
  return new Promise((resolve) => {
    const answer = (why?: Problem) =>
      resolve(why === undefined ? reply(202, {}) : reply(why.status, why));
    const request = (headers as Record<string, string>)["Idempotency-Key"] ?? "";
    asked.push({ command: given, id: address.split("/")[3] ?? "", request, answer });
  });
}

/** Answers whatever comes, until nothing comes any more. */
async function answerAll(): Promise<Command[]> {
  for (let answered = 0; ; answered += 1) {
    await Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve));
    if (answered >= asked.length) return asked.map((each) => each.command);
    asked[answered]?.answer();
  }
}

const press = (key: string, repeat = false) =>
  dispatchEvent(new KeyboardEvent("keydown", { key, repeat, cancelable: true }));

const steps = (commands: readonly Command[], unit: "step" | "epoch") =>
  commands
    .map((each) => (each.type === "step" && each.unit === unit ? (each.count ?? 1) : 0))
    .reduce((all, count) => all + count, 0);

describe("the commands of a page", () => {
  beforeEach(async () => {
    asked = [];
    problem.value = null;
    isCutOff.value = false;
    vi.stubGlobal("WebSocket", Socket);
    vi.stubGlobal("fetch", serve);
    await begin({});
    Socket.last.open();
    Socket.last.hear({ type: "spec", revision: 1, spec: SPEC, rights: "edit", shapes: [] });
  });
  afterEach(async () => {
    await answerAll();
  });

  it("count every press, however quickly they come", async () => {
    for (let press = 0; press < 20; press += 1) stepOnce("step");
    for (let press = 0; press < 3; press += 1) stepOnce("epoch");
    const sent = await answerAll();
    expect([steps(sent, "step"), steps(sent, "epoch")]).toEqual([20, 3]);
  });

  it("count every press of a key, and what a key held down repeats", async () => {
    const stop = listenToKeys();
    for (let count = 0; count < 5; count += 1) press("s", count > 2);
    press("e");
    stop();
    const sent = await answerAll();
    expect([steps(sent, "step"), steps(sent, "epoch")]).toEqual([5, 1]);
  });

  it("wait for each other's answers, so that they arrive in order", async () => {
    void command({ type: "pause" });
    void command({ type: "seek", step: 50 });
    stepOnce("step");
    void command({ type: "play" });
    expect(asked.map((each) => each.command.type)).toEqual(["pause"]);
    const sent = await answerAll();
    expect(sent.map(({ type }) => type)).toEqual(["pause", "seek", "step", "play"]);
  });

  it("of what is dragged meanwhile send the last, but never across another command", async () => {
    const at = { layer: "h1", unit: 0, input: 0 };
    void command({ type: "pause" });
    for (const step of [1, 2, 3]) void command({ type: "look", branch: "b1", step });
    for (const value of [0.1, 0.2]) void command({ type: "set_parameter", ...at, value });
    void command({ type: "set_parameter", ...at, unit: 1, value: 0.3 });
    void command({ type: "look", branch: "b1", step: 4 });
    expect(await answerAll()).toEqual([
      { type: "pause" },
      { type: "look", branch: "b1", step: 3 },
      { type: "set_parameter", ...at, value: 0.2 },
      { type: "set_parameter", ...at, unit: 1, value: 0.3 },
      { type: "look", branch: "b1", step: 4 },
    ]);
  });

  it("go on after one that is refused", async () => {
    const refused = command({ type: "pause" });
    const next = command({ type: "play" });
    asked[0]?.answer(found("locked"));
    await refused;
    expect(problem.value?.code).toBe("locked");
    await answerAll();
    await next;
    expect(asked.map((each) => each.command.type)).toEqual(["pause", "play"]);
  });

  it("are sent again with their id until they are answered, and keep their order", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    for (const type of ["pause", "play"] as const) void command({ type });
    expect(waiting.value).toBe(2);
    // The connection is known to be lost, and returns.
    Socket.last.onclose({ code: 1006 });
    await vi.advanceTimersByTimeAsync(300);
    Socket.last.open();
    Socket.last.hear({ type: "spec", revision: 1, spec: SPEC, rights: "edit", shapes: [] });
    await vi.advanceTimersByTimeAsync(0);
    expect(asked.map((each) => each.command.type)).toEqual(["pause", "pause"]);
    expect(asked[1]?.request).toBe(asked[0]?.request);
    asked[1]?.answer();
    await vi.advanceTimersByTimeAsync(0);
    asked[2]?.answer();
    await vi.advanceTimersByTimeAsync(0);
    vi.useRealTimers();
    expect(asked.map((each) => each.command.type)).toEqual(["pause", "pause", "play"]);
    expect(asked[2]?.request).not.toBe(asked[0]?.request);
    expect(waiting.value).toBe(0);
  });

  it("are given up and told when they waited longer than the server remembers", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("away")));
    const given = command({ type: "play" });
    await vi.advanceTimersByTimeAsync(31 * 60_000);
    await given;
    expect(problem.value?.code).toBe("command_too_late");
    expect(waiting.value).toBe(0);
    vi.useRealTimers();
  });

  it("go to the session for which they were meant, whose refusal is nothing to another", async () => {
    void command({ type: "pause" });
    const late = command({ type: "play" });
    const first = asked[0]?.id;
    await begin({});
    asked[0]?.answer();
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    asked[1]?.answer(found("locked"));
    await late;
    expect(asked[1]?.id).toBe(first);
    expect(problem.value).toBeNull();
  });
});
