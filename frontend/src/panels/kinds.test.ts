import { describe, expect, it } from "vitest";
import {
  chooseOptimizer,
  OPTIMIZER_PARAMS,
  OPTIMIZERS,
  optimizerChoice,
  param,
  roundedUp,
  SCHEDULE_KINDS,
  SCHEDULE_PARAMS,
  SCHEDULES,
  span,
  withParam,
} from "./kinds";

describe("optimizers", () => {
  it.each(Object.entries(OPTIMIZERS))("%s is told from its spec", (choice, spec) => {
    expect(optimizerChoice(spec)).toBe(choice);
  });

  it("keeps what both kinds have", () => {
    const adam = { ...OPTIMIZERS.adam, beta1: 0.8 } as typeof OPTIMIZERS.adam;
    expect(chooseOptimizer(adam, "adamw")).toMatchObject({ kind: "adamw", beta1: 0.8 });
    expect(chooseOptimizer(OPTIMIZERS.adam, "momentum")).toMatchObject({ momentum: 0.9 });
    const heavy = withParam(OPTIMIZERS.momentum, "momentum", 0.5);
    expect(chooseOptimizer(heavy, "nesterov")).toMatchObject({ momentum: 0.5, nesterov: true });
    expect(chooseOptimizer(heavy, "sgd")).toEqual(OPTIMIZERS.sgd);
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
      for (const { name } of rows) expect(param(spec, name)).not.toBeNaN();
    }
  });
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
