import { describe, expect, it } from "vitest";
import type { ScheduleSpec } from "../../wire/types";
import { addPart, changePart, movePart, removePart } from "./chain";
import {
  type ChainSpec,
  chooseOptimizer,
  milestonesFrom,
  OPTIMIZER_GROUPS,
  OPTIMIZER_PARAMS,
  OPTIMIZERS,
  optimizerChoice,
  param,
  roundedUp,
  SCHEDULE_KINDS,
  SCHEDULE_PARAMS,
  SCHEDULES,
  scheduleRows,
  span,
  withParam,
} from "./kinds";

describe("optimizers", () => {
  it.each(Object.entries(OPTIMIZERS))("%s is told from its spec", (choice, spec) => {
    expect(optimizerChoice(spec)).toBe(choice);
  });

  it("offers every kind in one group or another", () => {
    const offered = OPTIMIZER_GROUPS.flatMap(({ choices }) => [...choices]);
    expect(offered.toSorted()).toEqual(Object.keys(OPTIMIZERS).toSorted());
    expect(new Set(Object.values(OPTIMIZERS).map(({ kind }) => kind)).size).toBe(14);
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

  it("has a slider for every number of every kind", () => {
    for (const spec of [...Object.values(OPTIMIZERS), ...Object.values(SCHEDULES)]) {
      const rows =
        spec.kind in OPTIMIZER_PARAMS
          ? OPTIMIZER_PARAMS[spec.kind as keyof typeof OPTIMIZER_PARAMS]
          : SCHEDULE_PARAMS[spec.kind as keyof typeof SCHEDULE_PARAMS];
      const numbers = Object.entries(spec).filter(([, value]) => typeof value === "number");
      expect(rows.map(({ name }) => name).toSorted()).toEqual(
        numbers.map(([name]) => name).toSorted(),
      );
      for (const { name, min, max } of rows) {
        expect(param(spec, name)).toBeGreaterThanOrEqual(min);
        expect(param(spec, name)).toBeLessThanOrEqual(max);
      }
    }
  });
});

describe("a chain", () => {
  const chain = SCHEDULES.chain as ChainSpec;
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
  });

  it.each(["", "ten", "1.5", "0", "-3", "1,2,3,4,5,6,7,8,9,10,11"])("are not “%s”", (text) => {
    expect(milestonesFrom(text)).toBeNull();
  });
});

it("shows γ of waves only where they fall by it", () => {
  const names = (schedule: ScheduleSpec) => scheduleRows(schedule).map(({ name }) => name);
  const waves = SCHEDULES.cyclic as Extract<ScheduleSpec, { kind: "cyclic" }>;
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
