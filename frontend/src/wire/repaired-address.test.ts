import { describe, expect, it } from "vitest";
import { repaired } from "./repaired-address";

const at = (address: string) => repaired(new URL(address, location.origin));
const KEY = "t_-3AZtokenOfThirtyTwoCharacter_";

describe("an address on its way", () => {
  it.each([
    "/",
    "/#s=1.abc_-9",
    `/s/a1b2#${KEY}`,
    `/s/a1b2?embed=1#${KEY}`,
    `/class/x#${KEY}`,
    "/join/ABC",
    "/#lesson=xor",
    "/#activation=relu&networkShape=6,4",
  ])("%s stays", (address) => {
    expect(at(address)).toBe(address);
  });

  it.each([
    [`/s/a1b2%23${KEY}`, `/s/a1b2#${KEY}`],
    [`/s/a1b2%2523${KEY}`, `/s/a1b2#${KEY}`],
    [`/s/a1b2%23${KEY}?utm_source=mail&x=1`, `/s/a1b2#${KEY}`],
    [`/s/a1b2?embed=1%23${KEY}`, `/s/a1b2?embed=1#${KEY}`],
    ["/%23s=1.abc", "/#s=1.abc"],
    ["/%23s%3D1.abc", "/#s=1.abc"],
    [`/s/a1b2#${KEY}.`, `/s/a1b2#${KEY}`],
    [`/s/a1b2#${KEY}),`, `/s/a1b2#${KEY}`],
    [`/s/a1b2#${KEY}%20and`, `/s/a1b2#${KEY}`],
    [`/s/a1b2#${KEY.slice(0, 9)}%0A${KEY.slice(9)}`, `/s/a1b2#${KEY}`],
    [`/s/a1b2#${KEY}”`, `/s/a1b2#${KEY}`],
    [`/s/a1b2#${KEY}&amp;data=05`, `/s/a1b2#${KEY}`],
    [`/class/x%23${KEY}.`, `/class/x#${KEY}`],
    ["/#s=1.ab%20c.", "/#s=1.abc"],
    ["/#activation=relu&amp;dataset=xor.", "/#activation=relu&dataset=xor"],
    ["/join/ABC.", "/join/ABC"],
  ])("%s becomes %s", (address, meant) => {
    expect(at(address)).toBe(meant);
  });

  it("may hold what cannot be decoded", () => {
    expect(at("/#s=1.%E0%A4%A")).toBe("/#s=1.%E0%A4%A");
  });
});
