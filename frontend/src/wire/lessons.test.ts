import { describe, expect, it } from "vitest";
import {
  addressOfLesson,
  isFrom,
  type Look,
  ORDERS,
  report,
  sessionIn,
  sideBySideIn,
  toFrame,
} from "./lessons";

describe("a lesson's address", () => {
  it("tells all its sessions from one of them", () => {
    const [all, one] = [addressOfLesson("xor"), addressOfLesson("xor", "linear")];
    expect([sideBySideIn(new URL(all, location.href).hash), sessionIn(all.slice(1))]).toEqual([
      "xor",
      null,
    ]);
    expect([sessionIn(new URL(one, location.href).hash), sideBySideIn(one.slice(1))]).toEqual([
      "xor/linear",
      null,
    ]);
  });

  it.each(["", "#", "#s=1.abc", "#lesson=", "#dataset=circle"])("is not in %j", (fragment) => {
    expect(sideBySideIn(fragment)).toBeNull();
    expect(sessionIn(fragment)).toBeNull();
  });
});

describe("a message", () => {
  const sender = {} as Window;
  const sent = (changed: Partial<MessageEvent>) =>
    ({ origin: location.origin, source: sender, ...changed }) as MessageEvent;

  it("is listened to from one window of this very server", () => {
    expect(isFrom(sent({}), sender)).toBe(true);
    expect(isFrom(sent({ origin: "http://evil.example" }), sender)).toBe(false);
    expect(isFrom(sent({ origin: "null" }), sender)).toBe(false);
    expect(isFrom(sent({ source: {} as Window }), sender)).toBe(false);
    expect(isFrom(sent({ source: null }), null)).toBe(false);
  });

  it.each(ORDERS)("may be the order to %s", (order) => {
    expect(toFrame({ order })).toEqual({ order });
  });

  it("may be how to look", () => {
    const look: Look = { language: "ko", theme: "dark", projector: "on" };
    expect(toFrame({ look })).toEqual({ look });
    expect(toFrame({ look: { ...look, theme: "pink" } })).toBeNull();
    expect(toFrame({ look: { language: "ko" } })).toBeNull();
  });

  it.each([null, 1, "play", {}, { order: "toString" }, { order: ["play"] }])(
    "is not for a frame: %j",
    (data) => {
      expect(toFrame(data)).toBeNull();
    },
  );

  it("may be a frame's report", () => {
    expect(report({ ready: true, playing: false })).toEqual({ ready: true, playing: false });
    expect(report({ ready: true })).toBeNull();
    expect(report({ ready: "yes", playing: false })).toBeNull();
    expect(report(null)).toBeNull();
  });
});
