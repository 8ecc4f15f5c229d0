/** The kinds of optimizer, schedule and loss in the page: what they begin with, and their sliders. */
import { describe, expect, it } from "vitest";
import { scaleWithin } from "../../ui/scale";
import { bounds } from "../../wire/bounds";
import * as catalogue from "../../wire/catalogue";
import type { ScheduleSpec } from "../../wire/types";
import { addPart, changePart, movePart, removePart } from "./chain";
import { LOSS_KINDS, LOSSES, lossRows } from "./losses";
import {
  chooseOptimizer,
  OPTIMIZER_GROUPS,
  OPTIMIZERS,
  optimizerChoice,
  optimizerRows,
  optimizerSwitches,
} from "./optimizers";
import { param, withParam } from "./params";
import {
  type ChainSpec,
  endOf,
  milestonesFrom,
  roundedUp,
  SCHEDULE_KINDS,
  SCHEDULES,
  SIMPLE_KINDS,
  scheduleRows,
  span,
} from "./schedules";

describe("optimizers", () => {
  it.each(Object.entries(OPTIMIZERS))("%s is told from its spec", (choice, spec) => {
    expect(optimizerChoice(spec)).toBe(choice);
  });

  it("offers every kind in one group or another", () => {
    const offered = OPTIMIZER_GROUPS.flatMap(({ choices }) => [...choices]);
    expect(offered.toSorted()).toEqual(Object.keys(OPTIMIZERS).toSorted());
    const kinds = new Set<string>(Object.values(OPTIMIZERS).map(({ kind }) => kind));
    expect([...kinds].toSorted()).toEqual(Object.keys(catalogue.OPTIMIZERS).toSorted());
    expect(new Set(offered).size).toBe(offered.length);
  });

  it("keeps what was set by hand of what both kinds have", () => {
    const adam = { ...OPTIMIZERS.adam, beta1: 0.8 } as typeof OPTIMIZERS.adam;
    expect(chooseOptimizer(adam, "adamw")).toMatchObject({ kind: "adamw", beta1: 0.8 });
    expect(chooseOptimizer(OPTIMIZERS.adam, "momentum")).toMatchObject({ momentum: 0.9 });
    const heavy = withParam(OPTIMIZERS.momentum, "momentum", 0.5);
    expect(chooseOptimizer(heavy, "nesterov")).toMatchObject({ momentum: 0.5, nesterov: true });
    expect(chooseOptimizer(heavy, "sgd")).toEqual(OPTIMIZERS.sgd);
  });

  it("leaves first values and other meanings of a name behind", () => {
    expect(chooseOptimizer(OPTIMIZERS.adam, "adadelta")).toEqual(OPTIMIZERS.adadelta);
    const forgetful = withParam(OPTIMIZERS.rmsprop, "alpha", 0.5);
    expect(chooseOptimizer(forgetful, "asgd")).toEqual(OPTIMIZERS.asgd);
  });

  it("begin as teachers know them", () => {
    expect(OPTIMIZERS.adam).toEqual({ kind: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-8 });
    expect(OPTIMIZERS.sgd).toEqual({ kind: "sgd", momentum: 0, dampening: 0, nesterov: false });
    expect(OPTIMIZERS.nesterov).toMatchObject({ kind: "sgd", momentum: 0.9, nesterov: true });
  });

  it("switches on and off what is no choice of its own", () => {
    expect(optimizerSwitches(OPTIMIZERS.muon)).toEqual([["nesterov", true]]);
    expect(optimizerSwitches(OPTIMIZERS.nesterov)).toEqual([]);
  });
});

const ALL = [
  ...Object.values(OPTIMIZERS).map((spec) => [spec, optimizerRows(spec.kind)] as const),
  ...Object.values(SCHEDULES).map((spec) => {
    const whole = spec.kind === "cyclic" ? { ...spec, mode: "exp_range" as const } : spec;
    return [spec, scheduleRows(whole)] as const;
  }),
  ...Object.values(LOSSES).map((spec) => [spec, lossRows(spec.kind)] as const),
];

describe.each(ALL.map((each) => [each[0].kind, ...each] as const))("%s", (_, spec, rows) => {
  it("has a slider for each of its numbers", () => {
    const numbers = Object.entries(spec).filter(([, value]) => typeof value === "number");
    expect(rows.map(({ name }) => name).toSorted()).toEqual(
      numbers.map(([name]) => name).toSorted(),
    );
  });

  it("has sliders that stay within what the server takes, and begin at a place of theirs", () => {
    for (const { name, min, max, whole, scale } of rows) {
      const first = param(spec, name);
      expect(first).toBeGreaterThanOrEqual(min);
      expect(first).toBeLessThanOrEqual(max);
      const places = Array.from({ length: scale.places - 1 }, (_, place) => scale.value(place + 1));
      expect(Math.min(...places)).toBeGreaterThanOrEqual(min);
      expect(Math.max(...places)).toBeLessThanOrEqual(max);
      if (whole) expect(places.every(Number.isInteger)).toBe(true);
      const near = scale.value(scale.place(first));
      expect(Math.abs(near - first)).toBeLessThanOrEqual(0.06 * Math.abs(first));
    }
  });
});

describe("a scale of which only the bounds are known", () => {
  const from = (field: Parameters<typeof bounds>[0]) =>
    scaleWithin(bounds(field), Number(field.default));

  it.each([
    [{ default: 5, whole: true, min: 1, max: 10 }, 9, [1, 10]],
    [{ default: 500, whole: true, min: 1, max: 10_000_000 }, 120, [1, 1_000_000]],
    [{ default: 0.5, above: 0, below: 1 }, 99, [0.01, 1]],
    [{ default: 0, min: 0, max: 1 }, 100, [0, 1]],
    [{ default: -0.5, min: -1, max: 1 }, 100, [-1, 1]],
    [{ default: 1e-8, above: 0, max: 1 }, 220, [1e-11, 1]],
    [{ default: 1e-4, min: 0, max: 1 }, 141, [0, 1]],
  ] as const)("%j has %i places", (field, places, ends) => {
    const scale = from(field);
    expect(scale.places).toBe(places);
    expect(scale.value(0)).toBeCloseTo(ends[0], 12);
    expect(scale.value(places)).toBeCloseTo(ends[1], 5);
    const near = scale.value(scale.place(field.default));
    expect(Math.abs(near - field.default)).toBeLessThanOrEqual(0.06 * Math.abs(field.default));
  });
});

describe("losses", () => {
  it("are all there, and begin as the server has them", () => {
    expect(LOSS_KINDS.toSorted()).toEqual(Object.keys(catalogue.LOSSES).toSorted());
    expect(LOSSES.huber).toEqual({ kind: "huber", delta: 1 });
    expect(LOSSES.mse).toEqual({ kind: "mse" });
  });
});

describe("a chain", () => {
  const chain: ChainSpec = SCHEDULES.chain;

  it("is made of every schedule that waits for nothing", () => {
    expect(SCHEDULE_KINDS.filter((kind) => !(SIMPLE_KINDS as string[]).includes(kind))).toEqual([
      "chain",
      "plateau",
    ]);
  });

  const kinds = ({ parts }: ChainSpec) => parts.map(({ schedule }) => schedule.kind);

  it("has between two and six parts", () => {
    expect(removePart(chain, 0)).toBe(chain);
    const three = addPart(chain);
    expect(kinds(three)).toEqual(["linear", "cosine", "constant"]);
    expect(kinds(removePart(three, 1))).toEqual(["linear", "constant"]);
    let most = chain;
    for (let turn = 0; turn < 9; turn += 1) most = addPart(most);
    expect(most.parts.length).toBe(6);
  });

  it("moves a part, but not beyond its ends", () => {
    expect(kinds(movePart(chain, 0, 1))).toEqual(["cosine", "linear"]);
    expect(movePart(chain, 0, -1)).toBe(chain);
    expect(movePart(chain, 1, 2)).toBe(chain);
  });

  it("changes one part alone, and shows as long as all last", () => {
    const longer = changePart(chain, 0, { steps: 900 });
    expect(longer.parts.map(({ steps }) => steps)).toEqual([900, 5000]);
    expect(span(longer)).toBe(900 + 2 * 5000);
  });
});

describe("milestones", () => {
  it("are read in any order, each once", () => {
    expect(milestonesFrom("3000, 1000 1000;5")).toEqual([5, 1000, 3000]);
    expect(milestonesFrom("１０００; 3e3")).toEqual([1000, 3000]);
  });

  it.each(["", "ten", "1.5", "0", "-3", "0x10", "1,2,3,4,5,6,7,8,9,10,11"])(
    "are not “%s”",
    (text) => {
      expect(milestonesFrom(text)).toBeNull();
    },
  );
});

it("shows γ of waves only where they fall by it", () => {
  const names = (schedule: ScheduleSpec) => scheduleRows(schedule).map(({ name }) => name);
  const waves = SCHEDULES.cyclic;
  expect(names(waves)).toEqual(["period", "low"]);
  expect(names({ ...waves, mode: "exp_range" })).toEqual(["period", "low", "gamma"]);
});

it("shows a schedule over a finite, positive number of steps", () => {
  for (const kind of SCHEDULE_KINDS) expect(span(SCHEDULES[kind])).toBeGreaterThan(0);
  expect(span({ kind: "exponential", factor: 1 })).toBeLessThanOrEqual(1_000_000);
});

it("rounds lengths up to 1, 2 or 5 and zeros", () => {
  expect([1, 30, 50, 13_815, 20_001, 100].map(roundedUp)).toEqual([
    10, 50, 50, 20_000, 50_000, 100,
  ]);
});

describe("the steps of a schedule", () => {
  it("end where the rate no longer changes, or never", () => {
    expect(endOf({ ...SCHEDULES.one_cycle, total: 2000 })).toBe(2000);
    expect(endOf({ ...SCHEDULES.multi_step, milestones: [100, 3000] })).toBe(3000);
    expect(endOf(SCHEDULES.cosine)).toBeNull();
  });

  it("are a cosine's way down, half of what it is shown over", () => {
    const row = scheduleRows(SCHEDULES.cosine).find(({ name }) => name === "period");
    expect(row?.text).toBe("fall");
    expect(span(SCHEDULES.cosine)).toBe(2 * SCHEDULES.cosine.period);
  });
});
