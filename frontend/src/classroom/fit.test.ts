import { describe, expect, it } from "vitest";
import { fit } from "./fit";

/** What a window leaves for the tiles. */
const small = { width: 1250, height: 560 };
const large = { width: 1890, height: 920 };

describe("tiles that are all in one view", () => {
  it.each([1, 2, 30, 60, 120, 200])("%i have room in a small window and a large one", (count) => {
    for (const room of [small, large]) {
      const { size, isCompact } = fit(count, room);
      const [gap, beneath] = isCompact ? [4, 0] : [10, 96];
      const columns = Math.floor((room.width + gap) / (size + gap));
      const rows = Math.ceil(count / columns);
      const width = (room.width + gap) / columns - gap;
      // One alone is as large as the largest, and no larger.
      expect(rows * (width + beneath + gap) - gap).toBeLessThanOrEqual(room.height);
    }
  });

  it("show figures as long as there is room for them", () => {
    expect(fit(1, small)).toEqual({ size: 340, isCompact: false });
    expect(fit(12, small).isCompact).toBe(false);
    expect(fit(200, small).isCompact).toBe(true);
    expect(fit(200, small).size).toBeGreaterThanOrEqual(48);
    expect(fit(200, large).size).toBeGreaterThanOrEqual(80);
  });

  it("are never so small that nobody can be told from another", () => {
    expect(fit(200, { width: 300, height: 200 })).toEqual({ size: 40, isCompact: true });
    expect(fit(5, { width: 0, height: 0 }).size).toBe(40);
  });
});
