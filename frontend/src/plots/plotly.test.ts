/** What Plotly is told to draw. */
import { describe, expect, it } from "vitest";
import type { Layout, Trace } from "./figure";
import { withSteps } from "./plotly";

const LAYOUT = { font: { size: 12 }, xaxis: {}, yaxis: {} } as unknown as Layout;
const along = (...x: number[]) => ({ x, y: x }) as unknown as Trace;

describe("the steps beneath a chart", () => {
  it.each([
    [[], [0]],
    [[along()], [0]],
    [[along(0)], [0]],
    [[along(0, 1, 2, 3)], [0, 1, 2, 3]],
    [
      [along(0, 1), along(0, 4)],
      [0, 1, 2, 3, 4],
    ],
  ])("are named where they are few, whatever the axis spans (%#)", (traces, expected) => {
    const { xaxis } = withSteps(LAYOUT, traces, 400);
    expect(xaxis.tickvals).toEqual(expected);
    expect(xaxis).not.toHaveProperty("dtick");
  });

  it.each([6, 100, 1e6])("are no more than have room (%i)", (last) => {
    const { xaxis } = withSteps(LAYOUT, [along(0, last)], 400);
    expect(xaxis).not.toHaveProperty("tickvals");
    expect(xaxis.nticks).toBeLessThanOrEqual(6);
  });

  it("have room for two at least", () => {
    expect(withSteps(LAYOUT, [along(0, 50)], 40).xaxis.nticks).toBe(2);
  });
});
