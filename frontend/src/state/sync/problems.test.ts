/** Problems are told for as long as they hold. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setUnits } from "../../spec/network";
import { SPEC } from "../../testing/sample";
import type { Problem } from "../../wire/types";
import { begin } from "./connection";
import { edit } from "./edits";
import { settled } from "./sending";
import { command, problem, spec } from "./session";
import { Socket, stubNetwork } from "./socket";

const problemOf = (code: string, params: Problem["params"] = {}): Problem => ({
  type: `/problems/${code}`,
  title: code,
  status: 403,
  detail: "",
  code,
  pointer: null,
  params,
  mends: [],
});

const PUPIL = {
  type: "pupil",
  classroom: "c",
  pupil: "p",
  nickname: "Ana",
  hand: false,
  eyes_here: false,
  hidden: [],
  locked: [] as string[],
  showing: null,
  challenge: null,
};

/** Why the server does nothing, if it does not. */
let refusal: Problem | null = null;
let revision = 1;

function serve(address: string): Promise<unknown> {
  const reply = (status: number, document: unknown) =>
    Promise.resolve({ ok: status < 300, status, json: () => Promise.resolve(document) });
  if (address === "/api/sessions")
    return reply(201, { id: "s", revision: 1, links: { view: "v", edit: "e" }, spec: SPEC });
  if (refusal !== null) return reply(refusal.status, refusal);
  revision += 1;
  return reply(202, { revision, spec: spec.value });
}

const tell = (state: string) =>
  Socket.last.hear({ type: "status", state, step: 7, epoch: 0, snapshots: [], pace: null });
const say = (change: Partial<typeof PUPIL>) => Socket.last.hear({ ...PUPIL, ...change });
const fail = (code: string) => Socket.last.hear({ type: "error", problem: problemOf(code) });
const shown = () => problem.value?.code;

beforeEach(async () => {
  refusal = null;
  revision = 1;
  stubNetwork(serve);
  await begin({});
  Socket.last.open();
  problem.value = null;
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a refusal of a class", () => {
  it("goes once the area is open again, and no sooner", async () => {
    say({ locked: ["network", "transport"] });
    refusal = problemOf("locked", { area: "transport" });
    await command({ type: "pause" });
    say({ locked: ["network", "transport"], hand: true });
    expect(shown()).toBe("locked");
    say({ locked: ["network"] });
    expect(shown()).toBeUndefined();
  });

  it("stays where it comes before the class says what it has locked", async () => {
    say({});
    refusal = problemOf("locked", { area: "network" });
    edit("units", (set) => setUnits(set, "h1", 9));
    await settled();
    expect(shown()).toBe("locked");
    say({ locked: ["network"] });
    expect(shown()).toBe("locked");
    say({});
    expect(shown()).toBeUndefined();
  });

  it("goes when the controls come back", async () => {
    say({ eyes_here: true });
    refusal = problemOf("held");
    await command({ type: "play" });
    expect(shown()).toBe("held");
    say({});
    expect(shown()).toBeUndefined();
  });

  it("leaves another problem alone", async () => {
    say({ locked: ["network"] });
    refusal = problemOf("invalid_field");
    await command({ type: "pause" });
    say({});
    expect(shown()).toBe("invalid_field");
  });
});

describe("any problem", () => {
  it("goes when the user does something that succeeds", async () => {
    refusal = problemOf("locked", { area: "network" });
    await command({ type: "pause" });
    refusal = null;
    await command({ type: "play" });
    expect(shown()).toBeUndefined();
  });

  it("stays where it came after the command that succeeds", async () => {
    const done = command({ type: "play" });
    fail("set_aside");
    await done;
    expect(shown()).toBe("set_aside");
  });

  it("of a server that was away goes when the edit arrives", async () => {
    refusal = { ...problemOf("busy"), status: 503 };
    edit("units", (set) => setUnits(set, "h1", 9));
    await settled();
    expect(shown()).toBe("busy");
    refusal = null;
    await vi.advanceTimersByTimeAsync(2000);
    await settled();
    expect(shown()).toBeUndefined();
  });

  it("of one session is nothing to the next", async () => {
    fail("set_aside");
    await begin({});
    expect(shown()).toBeUndefined();
  });
});

describe("a trainer that was lost", () => {
  it.each(["playing", "paused", "diverged"])("is told until the run is %s again", async (state) => {
    tell("restarting");
    fail("trainer_lost");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(shown()).toBe("trainer_lost");
    tell(state);
    await vi.advanceTimersByTimeAsync(0);
    expect(shown()).toBeUndefined();
  });

  it("is told for long enough to be read", async () => {
    tell("restarting");
    fail("trainer_lost");
    await vi.advanceTimersByTimeAsync(1000);
    tell("playing");
    await vi.advanceTimersByTimeAsync(2900);
    tell("playing");
    expect(shown()).toBe("trainer_lost");
    await vi.advanceTimersByTimeAsync(100);
    expect(shown()).toBeUndefined();
  });

  it("is told on where the next one is lost too, or the network is set aside", async () => {
    fail("trainer_lost");
    tell("playing");
    await vi.advanceTimersByTimeAsync(3000);
    tell("restarting");
    await vi.advanceTimersByTimeAsync(3000);
    expect(shown()).toBe("trainer_lost");
    fail("set_aside");
    tell("paused");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(shown()).toBe("set_aside");
  });
});
