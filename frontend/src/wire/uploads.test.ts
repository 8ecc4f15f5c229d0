// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Refusal } from "./api";
import type { Upload } from "./types";
import { Cancelled, describe as described, sendFile } from "./uploads";

const UPLOADED = {
  upload: { id: "abcdefghijklmnop", name: "my table.csv", rows: 30, columns: [] },
  preview: [["1", "a"]],
};

/** A request whose answer the test gives. */
class FakeRequest {
  static last: FakeRequest;
  upload: { onprogress: (event: { loaded: number; total: number }) => void } = {
    onprogress: () => {},
  };
  onload = () => {};
  onerror = () => {};
  onabort = () => {};
  status = 0;
  responseText = "";
  sent: unknown = null;
  asked = "";
  constructor() {
    FakeRequest.last = this;
  }
  open(method: string, path: string) {
    this.asked = `${method} ${path}`;
  }
  setRequestHeader() {}
  send(body: unknown) {
    this.sent = body;
  }
  abort() {
    this.onabort();
  }
  answer(status: number, body: unknown) {
    this.status = status;
    this.responseText = typeof body === "string" ? body : JSON.stringify(body);
    this.onload();
  }
}

const WANTED = { draft: "a-draft-of-somebody", asked: {} };
const FILE = new File(["a,b\n1,2\n"], "my table.csv");

describe("a file", () => {
  beforeEach(() => vi.stubGlobal("XMLHttpRequest", FakeRequest));
  afterEach(() => vi.unstubAllGlobals());

  it("goes to the server by its name, and tells how much of it is sent", async () => {
    const shares: number[] = [];
    const { answer } = sendFile(FILE, WANTED, (share) => shares.push(share));
    const { last } = FakeRequest;
    expect(last.asked).toBe(`PUT /api/uploads?name=my+table.csv&draft=${WANTED.draft}`);
    expect(last.sent).toBe(FILE);
    last.upload.onprogress({ loaded: 2, total: 8 });
    last.upload.onprogress({ loaded: 8, total: 8 });
    last.answer(201, UPLOADED);
    expect(await answer).toEqual(UPLOADED);
    expect(shares).toEqual([0.25, 1]);
  });

  it("is read as asked: what is not asked for is not said", () => {
    const asked = { separator: "\t", header: false, skip: 2, empty: ["n/a", "–"] } as const;
    sendFile(FILE, { ...WANTED, asked }, () => {});
    const query = new URLSearchParams(FakeRequest.last.asked.split("?")[1]);
    expect([...query]).toEqual([
      ["name", "my table.csv"],
      ["draft", WANTED.draft],
      ["separator", "\t"],
      ["header", "false"],
      ["skip", "2"],
      ["empty", "n/a"],
      ["empty", "–"],
    ]);
  });

  it("is refused with the server's problem", async () => {
    const problem = { code: "upload_bad_cell", params: { row: 7, column: "b" }, detail: "…" };
    const { answer } = sendFile(FILE, WANTED, () => {});
    FakeRequest.last.answer(422, problem);
    await expect(answer).rejects.toBeInstanceOf(Refusal);
    await expect(answer).rejects.toMatchObject({ problem });
  });

  it("is refused in words where the answer is no problem document", async () => {
    const { answer } = sendFile(FILE, WANTED, () => {});
    FakeRequest.last.answer(502, "<html>");
    await expect(answer).rejects.toMatchObject({ problem: { code: "server_error", status: 502 } });
  });

  it("can be taken back on its way", async () => {
    const { answer, cancel } = sendFile(FILE, WANTED, () => {});
    cancel();
    await expect(answer).rejects.toBeInstanceOf(Cancelled);
  });
});

it("is described anew by its id", async () => {
  const asked = vi.fn(async (_path: string, _how: RequestInit) => Response.json(UPLOADED));
  vi.stubGlobal("fetch", asked);
  const upload = { ...UPLOADED.upload, columns: [] } as unknown as Upload;
  expect(await described(upload)).toEqual(UPLOADED);
  expect(asked.mock.calls[0]?.[0]).toBe("/api/uploads/abcdefghijklmnop");
  expect(JSON.parse(String(asked.mock.calls[0]?.[1].body))).toEqual(upload);
  vi.unstubAllGlobals();
});
