import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Socket } from "../state/sync/socket";
import { type ClassMessage, classIn, type PupilState } from "../wire/classroom";
import type { Frame } from "../wire/frames";
import { classesTaught } from "./class-storage";
import { Pictures } from "./pictures";
import { closed, connection, order, room, sort, teach, tellClass } from "./teaching";

const pupil = (id: string, step: number): PupilState => ({
  id,
  nickname: id,
  session: `s-${id}`,
  online: true,
  hand: null,
  state: "playing",
  step,
  test_loss: null,
  score: null,
  board: "test_accuracy",
  parameters: 9,
  diverged: false,
  seat: "CDFG",
});

const told = (...pupils: PupilState[]): ClassMessage => ({
  type: "class",
  id: "c",
  code: "CDFGHJ",
  until: Number.MAX_SAFE_INTEGER,
  session: "s",
  eyes_here: false,
  door_closed: false,
  hidden: [],
  locked: [],
  showing: null,
  challenge: null,
  pupils,
  turned_away: null,
});

const hear = (message: ClassMessage) => Socket.last.hear(message);

describe("a class at its teacher's page", () => {
  let stop = () => {};
  beforeEach(() => {
    localStorage.clear();
    vi.useFakeTimers({ toFake: ["Date", "setTimeout"] });
    vi.stubGlobal("WebSocket", Socket);
    room.value = closed.value = null;
    order.value = [];
    stop = teach({ id: "c", token: "t" });
    Socket.last.open();
  });
  afterEach(() => {
    stop();
    vi.useRealTimers();
  });

  it("says hello with its token, never in the address", () => {
    expect(Socket.last.address).not.toContain("t=");
    expect(Socket.last.address).toMatch(/\/api\/classes\/c\/stream$/);
    expect(Socket.last.sent[0]).toMatchObject({ type: "hello", token: "t" });
  });

  it("sorts at once by another choice, and by figures now and then", () => {
    hear(told(pupil("a", 1), pupil("b", 2)));
    expect(order.value).toEqual(["a", "b"]);
    sort.value = "step";
    expect(order.value).toEqual(["b", "a"]);
    hear(told(pupil("a", 9), pupil("b", 2)));
    expect(order.value).toEqual(["b", "a"]);
    vi.setSystemTime(Date.now() + 5000);
    hear(told(pupil("a", 10), pupil("b", 2)));
    expect(order.value).toEqual(["a", "b"]);
    sort.value = "joined";
  });

  it("is found again until it is over, and keeps what was told last", () => {
    hear(told(pupil("a", 1)));
    expect(classesTaught()).toHaveLength(1);
    Socket.last.onclose({ code: 1006 });
    expect(connection.value).toBe("reconnecting");
    expect(closed.value).toBe(null);
    dispatchEvent(new Event("online"));
    Socket.last.onclose({ code: 4410 });
    expect(closed.value).toBe("over");
    expect(room.value?.pupils).toHaveLength(1);
    expect(classesTaught()).toEqual([]);
  });

  it("tells a link that is not the teacher's from a class that is gone", () => {
    Socket.last.onclose({ code: 4403 });
    expect(closed.value).toBe("foreign");
    stop();
    stop = teach({ id: "c", token: "t" });
    Socket.last.onclose({ code: 4404 });
    expect(closed.value).toBe("unknown");
  });

  it("sends commands one after the other", async () => {
    const asked: string[] = [];
    let answer = () => {};
    vi.stubGlobal("fetch", (_: string, { body }: { body: string }) => {
      asked.push(JSON.parse(body).type);
      return new Promise((resolve) => {
        answer = () => resolve({ ok: true, status: 202, json: async () => ({}) });
      });
    });
    const first = tellClass({ type: "eyes_here", on: true });
    const second = tellClass({ type: "end_challenge" });
    await vi.waitFor(() => expect(asked).toEqual(["eyes_here"]));
    answer();
    expect(await first).toBe(true);
    await vi.waitFor(() => expect(asked).toEqual(["eyes_here", "end_challenge"]));
    answer();
    expect(await second).toBe(true);
  });
});

describe("pictures of pupils", () => {
  const frame = (id: string, step: number): Frame => ({
    probe: "boundary",
    key: `pupil:${id}`,
    step,
    epoch: 0,
    revision: 1,
    time: 0,
    arrays: {},
    values: {},
  });

  it("are drawn once an animation frame, the newest of each, and then acknowledged", () => {
    let draw = () => {};
    vi.stubGlobal("requestAnimationFrame", (next: () => void) => {
      draw = next;
    });
    const acknowledged: number[] = [];
    const pictures = new Pictures((number) => acknowledged.push(number));
    const seen: number[] = [];
    const stop = pictures.paint("a", ({ step }) => seen.push(step));
    pictures.receive({ frame: 1, frames: [frame("a", 1), frame("b", 1)] });
    pictures.receive({ frame: 2, frames: [frame("a", 2)] });
    expect(acknowledged).toEqual([1]);
    draw();
    expect(seen).toEqual([2]);
    expect(acknowledged).toEqual([1, 2]);
    expect(pictures.latest("b")?.step).toBe(1);
    stop();
    pictures.receive({ frame: 3, frames: [frame("a", 3)] });
    draw();
    expect(seen).toEqual([2]);
  });
});

describe("a class's addresses", () => {
  it("are the teacher's with its token, and the way in with its code", () => {
    const at = (pathname: string, hash = "") => classIn({ pathname, hash });
    expect(at("/class/0a", "#tok-en")).toEqual({ page: "teacher", id: "0a", token: "tok-en" });
    expect(at("/join")).toEqual({ page: "join", code: "", seat: "" });
    expect(at("/join/")).toEqual({ page: "join", code: "", seat: "" });
    expect(at("/join/cdf%20ghj")).toEqual({ page: "join", code: "cdf ghj", seat: "" });
    expect(at("/join/%E0%A4%A")).toEqual({ page: "join", code: "%E0%A4%A", seat: "" });
    expect(at("/")).toBe(null);
    expect(at("/s/x")).toBe(null);
  });
});
