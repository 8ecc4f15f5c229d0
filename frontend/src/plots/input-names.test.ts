import { describe, expect, it } from "vitest";
import { arrange, type Column } from "./geometry";
import { answerRoom, placeAnswers, placeNames, roomWanted, SIGN, textWidth } from "./input-names";

const table = (inputs: number, names = true) => [
  { id: "input", units: inputs, named: names },
  { id: "h1", units: 8 },
  { id: "h2", units: 8 },
  { id: "output", units: 2 },
];

const names = (count: number, text = "fractal dimension, mean of 3 largest") =>
  Array.from({ length: count }, (_, unit) => `${text} ${unit}`);

describe("names of a table's columns", () => {
  it("have the room that they want left of the first squares", () => {
    for (const [inputs, width] of [
      [4, 760],
      [13, 600],
      [30, 760],
    ] as const) {
      const told = names(inputs);
      const wanted = roomWanted(told, 10);
      const [first] = arrange(table(inputs), width, 440, { names: wanted }).columns;
      if (first === undefined) throw new Error("no columns");
      for (const { room, right } of placeNames(first, told)) {
        expect(room).toBeGreaterThan(100);
        expect(right - room).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it("stand in one file, one beneath the other, while there is room", () => {
    const [first] = arrange(table(30), 760, 440).columns;
    expect(first).toMatchObject({ across: 1, shown: 30 });
    expect(arrange(table(30, false), 760, 440).columns[0]?.across).toBe(2);
    const [ys, side] = [first?.ys ?? [], first?.side ?? 0];
    ys.slice(1).forEach((y, place) => {
      expect(y - (ys[place] ?? 0)).toBeGreaterThan(side);
    });
    expect(Math.max(...ys) + side / 2).toBeLessThanOrEqual(440);
  });

  it("share a line where units must stand side by side", () => {
    const [first] = arrange(table(40), 760, 440).columns;
    if (first === undefined) throw new Error("no columns");
    const placed = placeNames(first, names(40, "c"));
    expect(placed).toHaveLength(Math.ceil(first.shown / first.across));
    expect(first.across).toBe(2);
    expect(placed[0]?.text).toBe("c 0 · c 1");
    expect(new Set(placed.map(({ y }) => y)).size).toBe(placed.length);
  });

  it("need more room in Korean, and never more than a share", () => {
    expect(textWidth("꽃받침 길이", 10)).toBeGreaterThan(textWidth("abcdef", 10));
    expect(roomWanted(["x".repeat(200)], 10)).toBeLessThan(140);
  });
});

describe("names of the outputs", () => {
  const classes = (count: number) =>
    Array.from({ length: count }, (_, sign) => ({ text: `kind ${sign}`, sign }));
  const column = (units: number, told: ReturnType<typeof classes>) => {
    const sizes = [
      { id: "input", units: 2 },
      { id: "output", units, named: true },
    ];
    const plan = arrange(sizes, 600, 440, { answers: answerRoom(told, 10) });
    return { plan, last: plan.columns[1] as Column };
  };

  it("stand right of each unit, with the sign of their class, and within the diagram", () => {
    const told = classes(5);
    const { plan, last } = column(5, told);
    const placed = placeAnswers(last, told, plan.width, 10);
    expect(placed.map(({ sign }) => sign)).toEqual([0, 1, 2, 3, 4]);
    for (const { left, room, text } of placed) {
      expect(left).toBeGreaterThan(last.x + last.side / 2);
      expect(room).toBeGreaterThan(SIGN + textWidth(text, 10) - 1);
      expect(left + room).toBeLessThanOrEqual(plan.width);
    }
  });

  it("are both told of one output: its positive side's above", () => {
    const told = classes(2);
    const { plan, last } = column(1, told);
    const [above, below] = placeAnswers(last, told, plan.width, 10);
    expect([above?.sign, below?.sign]).toEqual([1, 0]);
    expect((below?.y ?? 0) - (above?.y ?? 0)).toBeGreaterThanOrEqual(13);
  });

  it("share a row where units stand side by side", () => {
    const told = classes(40);
    const { plan, last } = column(40, told);
    expect(last.across).toBeGreaterThan(1);
    const [first] = placeAnswers(last, told, plan.width, 10);
    expect(first?.text.startsWith("kind 0 · kind 1")).toBe(true);
  });
});
