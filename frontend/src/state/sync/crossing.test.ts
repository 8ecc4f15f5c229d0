/** Others' edits of the session while this page edits it. */
import { applyPatch, type Operation } from "fast-json-patch";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { merge } from "../../spec/merge";
import { setUnits } from "../../spec/network";
import { changeTraining } from "../../spec/spec";
import { SPEC } from "../../testing/sample";
import type { TransferReport } from "../../wire/generated";
import { BY_TEACHER } from "../../wire/sharing";
import type { ServerMessage, Spec } from "../../wire/types";
import { news } from "../people/news";
import { callMe, people } from "../people/people";
import { conflict } from "./conflict";
import { begin } from "./connection";
import { edit, putMine } from "./edits";
import { canUndo } from "./journal";
import { settled } from "./sending";
import { carried, endedBy, problem, spec } from "./session";
import { Socket, stubNetwork } from "./socket";

/** A server that puts edits together, as ours does, and tells 409 where it cannot. */
class Server {
  edits: { spec: Spec; author: string }[] = [{ spec: SPEC, author: "" }];
  names: (string | undefined)[] = [];
  status = 200;
  gate: Promise<void> = Promise.resolve();

  get now(): Spec {
    return this.edits.at(-1)?.spec ?? SPEC;
  }

  async fetch(address: string, { body, headers }: RequestInit): Promise<unknown> {
    if (address === "/api/sessions")
      return say(201, { id: "s", links: { view: "v", edit: "e" }, revision: 1, spec: SPEC });
    const given = headers as Record<string, string>;
    this.names.push(given["Playground-Name"]);
    await this.gate;
    if (this.status !== 200) return say(this.status, { code: "not_saved", detail: "", params: {} });
    const base = this.edits[Number(given["If-Match"]) - 1]?.spec ?? SPEC;
    const patch = JSON.parse(String(body)).patch as Operation[];
    const wanted = applyPatch(structuredClone(base), patch, true).newDocument;
    const { document, conflicts } = merge(base, this.now, wanted);
    const revision = this.edits.length;
    if (conflicts.length > 0) {
      const { author = "" } = this.edits.at(-1) ?? {};
      const params = { author };
      return say(409, {
        code: "conflict_with",
        detail: "",
        params,
        revision,
        spec: this.now,
        author,
      });
    }
    this.edits.push({ spec: document, author: "" });
    return say(200, { revision: revision + 1, spec: document });
  }

  edit(author: string, change: (set: Spec) => Spec): void {
    this.edits.push({ spec: change(this.now), author });
  }

  /** Tells the page of a revision, as the stream does of each. */
  tell(revision = this.edits.length): void {
    const edit = this.edits[revision - 1];
    hear({
      type: "spec",
      revision,
      ...edit,
      shapes: [],
      rights: "edit",
      cautions: [],
    } as ServerMessage);
  }
}

const say = (status: number, document: object) =>
  Promise.resolve({ ok: status < 300, status, json: async () => ({ status, ...document }) });

const hear = (message: ServerMessage) => Socket.last.hear(message);

const rate = (learning_rate: number) => (set: Spec) => changeTraining(set, { learning_rate });

let server: Server;
let open: () => void = () => {};

describe("a session that others edit too", () => {
  beforeEach(async () => {
    server = new Server();
    stubNetwork((address: string, init: RequestInit) => server.fetch(address, init));
    problem.value = null;
    await begin({});
    server.tell();
    server.gate = new Promise((resolve) => {
      open = resolve;
    });
  });
  afterEach(() => {
    callMe("");
    vi.useRealTimers();
  });

  it("takes an edit that was put together with another's", async () => {
    edit("rate", rate(0.5));
    server.edit("Ada", (set) => setUnits(set, "h1", 3));
    server.tell();
    open();
    await settled();
    expect(spec.value).toEqual(setUnits(rate(0.5)(SPEC), "h1", 3));
    expect(server.now).toEqual(spec.value);
    expect(server.edits.length).toBe(3);
    expect(conflict.value).toBeNull();
    expect(news.value).toMatchObject({ author: "Ada", what: ["/network/layers/0/units"] });
  });

  it("keeps what is dragged while an edit is put together with another's", async () => {
    edit("rate", rate(0.5));
    server.edit("Ada", (set) => setUnits(set, "h1", 3));
    edit("rate", rate(0.6));
    open();
    await settled();
    expect(server.now).toEqual(setUnits(rate(0.6)(SPEC), "h1", 3));
  });

  it("says whose edit of the same field came first, and keeps both values", async () => {
    edit("rate", rate(0.5));
    server.edit("Ada", rate(0.2));
    open();
    await settled();
    expect(spec.value?.training.learning_rate).toBe(0.2);
    expect(conflict.value).toMatchObject({
      author: "Ada",
      fields: [{ pointer: "/training/learning_rate", theirs: 0.2, mine: 0.5 }],
    });
    expect(problem.value).toBeNull();
    expect(canUndo.value).toBe(false);
  });

  it("puts mine after all, over what has come since", async () => {
    edit("rate", rate(0.5));
    server.edit("Ada", rate(0.2));
    open();
    await settled();
    server.edit("Ada", (set) => setUnits(set, "h2", 2));
    server.tell();
    putMine();
    await settled();
    expect(conflict.value).toBeNull();
    expect(server.now).toEqual(setUnits(rate(0.5)(SPEC), "h2", 2));
    expect(canUndo.value).toBe(true);
  });

  it("hears no report of an edit before the set-up that the teacher gave", () => {
    const report = { data: "kept" } as unknown as TransferReport;
    server.edit("", rate(0.5));
    server.tell();
    server.edit(BY_TEACHER, () => SPEC);
    server.tell();
    hear({ type: "carried", revision: 2, carried: report } as ServerMessage);
    expect(carried.value).toBeNull();
    server.edit("", rate(0.2));
    server.tell();
    hear({ type: "carried", revision: 4, carried: report } as ServerMessage);
    expect(carried.value).toEqual({ revision: 4, report });
  });

  it("tells of others' edits, and of its own never", async () => {
    open();
    edit("rate", rate(0.5));
    await settled();
    server.tell();
    expect(news.value).toBeNull();
    server.edit("Ada", (set) => setUnits(set, "h1", 3));
    server.tell();
    expect(news.value).toMatchObject({ author: "Ada", revision: 3 });
  });

  it("sends an edit again that the server could not take just now", async () => {
    open();
    server.status = 503;
    edit("rate", rate(0.5));
    await settled();
    expect(spec.value?.training.learning_rate).toBe(0.5);
    server.status = 200;
    await vi.advanceTimersByTimeAsync(2500);
    await settled();
    expect(server.now.training.learning_rate).toBe(0.5);
  });

  it("tells its user's name, to those who look and with each edit", async () => {
    open();
    Socket.last.open();
    callMe("  김하나\u202e ");
    expect(Socket.last.sent).toContainEqual({ type: "name", name: "김하나" });
    edit("rate", rate(0.5));
    await settled();
    expect(decodeURIComponent(server.names.at(-1) ?? "")).toBe("김하나");
    Socket.last.open();
    expect(Socket.last.sent.at(-1)).toMatchObject({ type: "hello", name: "김하나" });
  });

  it("knows who is here", () => {
    const ada = { id: "1", name: "Ada", rights: "edit", you: false } as const;
    hear({ type: "presence", viewers: 2, people: [ada] });
    expect(people.value).toEqual([ada]);
  });

  it("knows with which code it was sent away", () => {
    Socket.last.onclose({ code: 4403 });
    expect(endedBy.value).toBe(4403);
  });
});
