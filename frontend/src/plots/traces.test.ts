import { describe, expect, it } from "vitest";
import type { Inks } from "./inks";
import { logSpan, logTicks } from "./log-axis";
import { layoutOf } from "./plotly";
import { changesOf, gradientTraces, layerColor, markAt, onLogAxis, resultTraces } from "./traces";

const H1 = { id: "h1", name: "h1" };

const inks: Inks = { ink: "#111", soft: "#666", line: "#ccc", paper: "#fff", font: "x", small: 11 };
const names = { train: "train", test: "test", rate: "rate" };
const curves = {
  step: [0, 1, 2],
  train_loss: [1, 0.1, 0.01],
  test_loss: [1, null, 0.5],
  learning_rate: [0.1, 0.1, 0.1],
  "gradient:h1": [1, 2, 3],
};

it("draws train solid and test dashed, without the points that are missing", () => {
  const [train, test] = resultTraces(curves, "loss", false, names, inks);
  expect(train?.line.dash).toBe("solid");
  expect(test?.line.dash).toBe("dash");
  expect(test?.x).toEqual([0, 2]);
});

it("draws one learning rate and no accuracy that is not there", () => {
  expect(resultTraces(curves, "rate", false, names, inks)).toHaveLength(1);
  expect(resultTraces(curves, "score", true, names, inks)[0]?.x).toEqual([]);
});

it("draws a line a layer, each in its own color", () => {
  const layers = ["h1", "output"].map((id) => ({ id, name: id }));
  const traces = gradientTraces(curves, layers, "light");
  expect(traces.map(({ y }) => y.length)).toEqual([3, 0]);
  expect(layerColor(0, 2, "light")).not.toEqual(layerColor(1, 2, "light"));
  expect(layerColor(0, 1, "dark")).toEqual(layerColor(0, 5, "dark"));
});

it("marks a step that is not the newest", () => {
  expect(markAt(curves, { state: "paused", step: 1 })).toBe(1);
  expect(markAt(curves, { state: "playing", step: 1 })).toBeNull();
  expect(markAt(curves, { state: "paused", step: 2 })).toBeNull();
  expect(markAt({}, null)).toBeNull();
  expect(markAt(curves, { state: "playing", step: 2 }, { step: 1 })).toBe(1);
});

it("marks where the samples changed, those close together as one with one word", () => {
  const step = Array.from({ length: 1001 }, (_, at) => at);
  const changed = [100, 103, 200, 700];
  const data = step.map((at) => changed.filter((each) => each < at).length);
  expect(changesOf({ step, data }, "new")).toEqual([
    { step: 100, word: "new", anchor: "left" },
    { step: 200, word: "", anchor: "left" },
    { step: 700, word: "new", anchor: "left" },
  ]);
  const { shapes, annotations } = layoutOf(
    { x: "step", log: true, mark: 5, view: "", changes: changesOf({ step, data }, "new") },
    inks,
  );
  expect(shapes).toMatchObject([{ x0: 100 }, { x0: 200 }, { x0: 700 }, { x0: 5 }]);
  expect(annotations).toMatchObject([{ x: 100, text: "new" }, { x: 700 }]);
});

it("writes a word beside its line where there is room for it", () => {
  const step = Array.from({ length: 1001 }, (_, at) => at);
  const data = (...changed: number[]) =>
    step.map((at) => changed.filter((each) => each < at).length);
  expect(changesOf({ step, data: data(900) }, "new")).toEqual([
    { step: 900, word: "new", anchor: "right" },
  ]);
  expect(changesOf({ step, data: data(600, 900) }, "new")[1]?.word).toBe("");
});

it("marks nothing where it is not known of which samples the points are", () => {
  expect(changesOf({ step: [0, 1, 2], data: [null, null, 7] }, "new")).toEqual([]);
  expect(changesOf({ step: [0, 1] }, "new")).toEqual([]);
});

it("breaks a line off where a log axis has no place for it", () => {
  const [only] = onLogAxis(gradientTraces({ ...curves, "gradient:h1": [1, 0, 3] }, [H1], "light"));
  expect(only?.y).toEqual([1, Number.NaN, 3]);
});

describe("the numbers beside a log axis", () => {
  const spanOf = (least: number, greatest: number) =>
    [Math.log10(least), Math.log10(greatest)] as const;

  it("are few, however many decades it spans", () => {
    expect(logTicks(spanOf(1e-24, 1), 8)).toEqual([1e-20, 1e-15, 1e-10, 1e-5, 1]);
    expect(logTicks(spanOf(0.001, 1), 5)).toEqual([0.001, 0.01, 0.1, 1]);
    expect(logTicks(spanOf(0.1, 5), 8)).toEqual([0.1, 0.2, 0.5, 1, 2, 5]);
  });

  it.each([
    [0.1, 0.8],
    [0.18, 0.75],
    [0.5, 0.8],
    [0.69, 0.71],
    [0.0003, 0.02],
    [3, 4000],
    [1e-9, 1],
  ])("have room above each other from %d to %d", (least, greatest) => {
    const [low, high] = spanOf(least, greatest);
    for (const fit of [2, 3, 4, 6, 12]) {
      const ticks = logTicks([low, high], fit).map(Math.log10);
      expect(ticks.length).toBeGreaterThan(0);
      expect(ticks.every((tick) => tick >= low && tick <= high)).toBe(true);
      const gaps = ticks.slice(1).map((tick, at) => tick - (ticks[at] ?? 0));
      expect(Math.min(...gaps) * fit).toBeGreaterThanOrEqual(high - low - 1e-9);
    }
  });

  it("are two at least where two have room", () => {
    for (let least = 0.02; least < 1; least *= 1.09) {
      for (const ratio of [1.02, 1.1, 1.3, 1.8, 2.5, 4, 7]) {
        const ticks = logTicks(spanOf(least, least * ratio), 3);
        expect(ticks.length, `${least} ${ratio}`).toBeGreaterThan(1);
      }
    }
  });

  it("are of what is drawn", () => {
    const [low, high] = logSpan(resultTraces(curves, "loss", false, names, inks));
    expect(high - low).toBeGreaterThan(2);
    expect(high - low).toBeLessThan(2.4);
  });
});
