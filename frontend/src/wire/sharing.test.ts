import { describe, expect, it } from "vitest";
import { addressOfEmbedded, addressOfShared, sharedIn } from "./sharing";

const at = (address: string) => sharedIn(new URL(address, location.origin));

describe("the address of a shared session", () => {
  it("holds the session and, behind #, the token", () => {
    expect(at("/s/a1b2#t_-3")).toEqual({ id: "a1b2", token: "t_-3", isEmbedded: false });
    expect(at("/s/a1b2?embed=1#t")).toEqual({ id: "a1b2", token: "t", isEmbedded: true });
  });

  it("may have lost its token", () => {
    expect(at("/s/a1b2")).toMatchObject({ id: "a1b2", token: "" });
  });

  it("is no other page's", () => {
    for (const other of ["/", "/#s=1.abc", "/join/ABC", "/class/x#t", "/sea"])
      expect(at(other)).toBeNull();
  });

  it("may have lost all but its beginning", () => {
    for (const address of ["/s", "/s/", "/s/a/b", "/s/a%20b"])
      expect(at(address)).toMatchObject({ id: "" });
  });

  it("leads back to what it was made from", () => {
    const access = { id: "a1b2", token: "t_-3" };
    expect(at(addressOfShared(access))).toMatchObject(access);
    expect(at(addressOfEmbedded(access))).toMatchObject({ ...access, isEmbedded: true });
  });
});
