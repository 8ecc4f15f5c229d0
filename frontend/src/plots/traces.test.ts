import { describe, expect, it } from "vitest";
import { straightSpan, straightTicks } from "./axis-ticks";
import { layoutOf } from "./chart-layout";
import type { Inks } from "./inks";
import { logSpan, logTicks } from "./log-axis";
import { changesOf, gradientTraces, layerColor, markAt, onLogAxis, resultTraces } from "./traces";

const H1 = { id: "h1", name: "h1" };

const inks: Inks = { ink: "#111", soft: "#666", line: "#ccc", paper: "#fff", font: "x", small: 11 };
const names = { train: "train", test: "test", rate: "rate", batches: "batches" };
const curves = {
  step: [0, 1, 2],
  train_loss: [1, 0.1, 0.01],
  test_loss: [1, null, 0.5],
  learning_rate: [0.1, 0.1, 0.1],
  "gradient:h1": [1, 2, 3],
};

it("draws train solid and test dashed, and no line over the points that are missing", () => {
  const [train, test] = resultTraces(curves, "loss", false, names, inks);
  expect(train?.line.dash).toBe("solid");
  expect(test?.line.dash).toBe("dash");
  expect(test?.x).toEqual([0, 1, 2]);
  expect(test?.y).toEqual([1, Number.NaN, 0.5]);
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

describe("the band of what is of every step", () => {
  const banded = {
    step: [0, 1, 2, 3, 4],
    batch_loss: [null, 3, null, 2, 0],
    "batch_loss:min": [null, 1, null, 2, 0],
    "batch_loss:max": [null, 5, null, 4, 0],
  };

  it("is an area and a line with its ends, each broken where there is nothing", () => {
    const [area, mean] = resultTraces(banded, "loss", false, names, inks, true);
    expect(mean?.x).toEqual([1, 2, 3, 4]);
    expect(mean?.y).toEqual([3, Number.NaN, 2, 0]);
    expect(mean?.customdata?.[2]).toEqual([2, 4]);
    expect(area?.fill).toBe("toself");
    expect(area?.x).toEqual([1, 1, 3, 3, 4, 4, 3]);
    expect(area?.y).toEqual([5, 1, Number.NaN, 4, 0, 0, 2]);
  });

  it("goes down to the least that a log axis shows where it reaches 0", () => {
    const [area, mean] = onLogAxis(resultTraces(banded, "loss", false, names, inks, true));
    expect(area?.y).toEqual([5, 1, Number.NaN, 4, 1, 1, 2]);
    expect(mean?.y).toEqual([3, Number.NaN, 2, Number.NaN]);
  });

  it("is switched, and is not there of curves from before", () => {
    expect(resultTraces(banded, "loss", false, names, inks)).toHaveLength(2);
    expect(resultTraces(banded, "score", false, names, inks, true)).toHaveLength(2);
    const old = { step: [0, 1], train_loss: [1, 2], "gradient:h1": [1, 2] };
    expect(gradientTraces(old, [H1], "light").map(({ fill }) => fill)).toEqual([undefined]);
    const [batches] = resultTraces(old, "loss", false, names, inks, true);
    expect(batches?.y).toEqual([]);
  });

  it("is of one layer where there are many", () => {
    const layers = ["a", "b", "c", "d", "e", "f", "g"].map((id) => ({ id, name: id }));
    const columns = Object.fromEntries(
      layers.flatMap(({ id }) =>
        ["", ":min", ":max"].map((end) => [`gradient:${id}${end}`, [1, 2, 3]] as const),
      ),
    );
    const drawn = { step: [0, 1, 2], ...columns };
    const areas = (chosen: string | null, some = layers) =>
      gradientTraces(drawn, some, "light", chosen).filter(({ fill }) => fill !== undefined);
    expect(areas(null)).toHaveLength(0);
    expect(areas("b").map(({ name }) => name)).toEqual(["b"]);
    expect(areas(null, layers.slice(0, 6))).toHaveLength(6);
  });

  it("marks what was evaluated, and not what each step had", () => {
    const now = { ...curves, ...banded };
    const modes = resultTraces(now, "loss", false, names, inks, true).map(({ mode }) => mode);
    expect(modes).toEqual(["lines", "lines", "lines+markers", "lines+markers"]);
    const step = [...Array(100).keys(), 200, 1000].map((at) => Number(at));
    const many = { step, train_loss: step };
    const [train] = resultTraces(many, "loss", false, names, inks);
    const marked = step.filter((_, at) => (train?.marker?.size[at] ?? 0) > 0);
    expect(marked).toEqual([0, 84, 200, 1000]);
  });
});

it("marks samples that were changed in one gesture once, however long it took", () => {
  const step = Array.from({ length: 1001 }, (_, at) => at);
  const data = step.map((at) => (at > 100 && at < 600 ? Math.floor(at / 20) : at < 600 ? 0 : 99));
  const gestures = step.map((at) => (at <= 100 ? 0 : 1));
  expect(changesOf({ step, data, data_changes: gestures }, "new")).toEqual([
    { step: 100, word: "new", anchor: "left" },
  ]);
  expect(changesOf({ step, data }, "new").length).toBeGreaterThan(5);
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

  it("are two at least of any span along any height, and differ as they are written", () => {
    let seed = 11;
    const random = () => {
      seed = (seed * 1103515245 + 12345) % 2 ** 31;
      return seed / 2 ** 31;
    };
    const differ = (ticks: readonly number[], span: string) => {
      expect(ticks.length, span).toBeGreaterThan(1);
      expect(new Set(ticks).size, span).toBe(ticks.length);
      expect(new Set(ticks.map((tick) => tick.toPrecision(6))).size, span).toBe(ticks.length);
    };
    for (let round = 0; round < 3000; round += 1) {
      const least = 10 ** (random() * 40 - 30);
      const ratio = 1 + 10 ** (random() * 16 - 14);
      const fit = random() * 14 - 1;
      const drawn = resultTraces(
        { step: [0, 1], train_loss: [least, least * ratio] },
        "loss",
        false,
        names,
        inks,
      );
      const said = `${least} × ${ratio}, room for ${fit}`;
      const [low, high] = logSpan(drawn);
      const ticks = logTicks([low, high], fit);
      differ(ticks, said);
      for (const tick of ticks) {
        expect(Math.log10(tick), said).toBeGreaterThanOrEqual(low - 1e-9);
        expect(Math.log10(tick), said).toBeLessThanOrEqual(high + 1e-9);
      }
      const places = ticks.map(Math.log10);
      const gaps = places.slice(1).map((place, at) => place - (places[at] ?? 0));
      expect(Math.min(...gaps) * Math.max(2, fit), said).toBeGreaterThanOrEqual(
        (high - low) * (1 - 1e-6),
      );
      const straight = straightSpan(drawn);
      const numbers = straightTicks(straight, fit);
      differ(numbers, said);
      for (const number of numbers) {
        expect(number, said).toBeGreaterThanOrEqual(straight[0]);
        expect(number, said).toBeLessThanOrEqual(straight[1]);
      }
    }
  });

  it("are two where one point was drawn, none, or zeros", () => {
    for (const loss of [[0.8], [], [0, 0], [0.7, 0.7], [0.8, 0.7999999]]) {
      const traces = resultTraces({ step: [0, 1], train_loss: loss }, "loss", false, names, inks);
      for (const fit of [0, 1, 3, 9]) {
        expect(logTicks(logSpan(onLogAxis(traces)), fit).length).toBeGreaterThan(1);
        expect(straightTicks(straightSpan(traces), fit).length).toBeGreaterThan(1);
      }
    }
  });

  it("are of what is drawn", () => {
    const [low, high] = logSpan(resultTraces(curves, "loss", false, names, inks));
    expect(high - low).toBeGreaterThan(2);
    expect(high - low).toBeLessThan(2.4);
  });
});
