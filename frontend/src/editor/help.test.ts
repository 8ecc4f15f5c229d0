import { describe, expect, it } from "vitest";
import { HELP_ROWS } from "./Help";

describe("the help sheet", () => {
  it("tells the keys of the records", () => {
    expect(HELP_ROWS.map(([keys]) => keys.join(" "))).toEqual([
      "Space",
      "S",
      "E",
      "R",
      "Shift R",
      "Ctrl Z",
      "Ctrl Shift Z",
      "← → ↑ ↓",
      "Enter",
      "Alt ← →",
      "+ −",
      "Delete",
      "Esc",
      "?",
    ]);
  });
});
