import { beforeEach, expect, it, vi } from "vitest";
import { SPEC } from "../../testing/sample";
import { Refusal } from "../../wire/api";
import { create } from "./creating";

let ids: (string | undefined)[] = [];
let answer: () => Promise<unknown>;

const lost = () => Promise.reject(new TypeError("Failed to fetch"));
const made = () =>
  Promise.resolve({ ok: true, status: 201, json: () => Promise.resolve({ id: "s", spec: SPEC }) });
const refused = () =>
  Promise.resolve({
    ok: false,
    status: 422,
    json: () => Promise.resolve({ code: "bad_link", detail: "No.", params: {} }),
  });

beforeEach(() => {
  ids = [];
  sessionStorage.clear();
  vi.stubGlobal("fetch", (_: string, { headers }: { headers: Record<string, string> }) => {
    ids.push(headers["Idempotency-Key"]);
    return answer();
  });
});

it("asks again with the same id where no answer came, and with another after one", async () => {
  answer = lost;
  await expect(create({ preset: "xor" })).rejects.toThrow();
  answer = made;
  await create({ preset: "xor" });
  await create({ preset: "xor" });
  expect(ids[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(ids[1]).toBe(ids[0]);
  expect(ids[2]).not.toBe(ids[0]);
});

it("asks for something else with another id", async () => {
  answer = lost;
  await expect(create({ preset: "xor" })).rejects.toThrow();
  await expect(create({ preset: "circle" })).rejects.toThrow();
  expect(ids[1]).not.toBe(ids[0]);
});

it("takes a refusal for an answer", async () => {
  answer = refused;
  await expect(create({ link: "x" })).rejects.toThrow(Refusal);
  await expect(create({ link: "x" })).rejects.toThrow(Refusal);
  expect(ids[1]).not.toBe(ids[0]);
});

it("knows the id over a reload", async () => {
  answer = lost;
  await expect(create({ preset: "xor" })).rejects.toThrow();
  vi.resetModules();
  const reloaded = await import("./creating");
  answer = made;
  await reloaded.create({ preset: "xor" });
  expect(ids[1]).toBe(ids[0]);
});
