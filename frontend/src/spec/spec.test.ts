import { describe, expect, it } from "vitest";
import { SPEC } from "../testing/sample";
import type { ActivationName, DataSpec, Spec, Upload } from "../wire/types";
import { changeLayer } from "./network";
import { outputCount } from "./shapes";
import { changeData, toggleColumn, toggleFeature } from "./spec";

describe("data", () => {
  it("takes loss, classes and features along", () => {
    const curve = changeData(SPEC, { dataset: "curve" });
    expect(curve.training.loss.kind).toBe("mse");
    expect(curve.data.features).toEqual(["x1"]);
    const three = changeData(SPEC, { classes: 3 });
    expect(three.training.loss.kind).toBe("cross_entropy");
    expect(outputCount(three)).toBe(3);
    expect(changeData(three, { dataset: "xor" }).data.classes).toBe(2);
  });

  it("keeps at least one feature", () => {
    const one = toggleFeature(SPEC, "x1");
    expect(one.data.features).toEqual(["x2"]);
    expect(toggleFeature(one, "x2")).toBe(one);
  });

  it("comes back from one input with two, and from numbers with classes", () => {
    const there = changeData(SPEC, { dataset: "curve" });
    expect(there.training.loss.kind).toBe("mse");
    const back = changeData(there, { dataset: "spiral", classes: 6 });
    expect(back.data.features).toEqual(["x1", "x2"]);
    expect(back.training.loss.kind).toBe("cross_entropy");
    expect(
      changeData(changeData(SPEC, { dataset: "plane" }), { dataset: "circle" }).training.loss.kind,
    ).toBe("binary_cross_entropy");
  });

  it("leaves a loss that was chosen for classes alone", () => {
    const chosen = { ...SPEC, training: { ...SPEC.training, loss: { kind: "mse" } as const } };
    expect(changeData(chosen, { dataset: "moons" }).training.loss.kind).toBe("mse");
  });

  it("lets the output reach every number where numbers are to be predicted", () => {
    const ending = (activation: ActivationName, set = SPEC) =>
      changeLayer(set, "output", { activation });
    const output = (set: Spec) => set.network.output.activation;
    for (const bounded of ["tanh", "sigmoid", "softsign", "relu", "softplus"] as const) {
      const numbers = changeData(ending(bounded), { dataset: "plane" });
      expect(output(numbers)).toBe("identity");
      expect(output(changeData(numbers, { dataset: "circle" }))).toBe("identity");
    }
    expect(output(changeData(ending("leaky_relu"), { dataset: "plane" }))).toBe("leaky_relu");
  });

  it("leaves an output alone that was chosen for the task", () => {
    const ending = (activation: ActivationName, set: Spec) =>
      changeLayer(set, "output", { activation });
    const output = (set: Spec) => set.network.output.activation;
    const classes = ending("tanh", SPEC);
    expect(output(changeData(classes, { dataset: "moons" }))).toBe("tanh");
    expect(output(changeData(classes, { noise: 0.5 }))).toBe("tanh");
    const numbers = ending("softplus", changeData(SPEC, { dataset: "plane" }));
    expect(output(changeData(numbers, { dataset: "multi_gauss" }))).toBe("softplus");
    expect(output(changeData(numbers, { noise: 0.5 }))).toBe("softplus");
  });

  it("gives each data set the classes that it is known by", () => {
    const classes = (set: Spec) => [set.data.classes, set.training.loss.kind];
    const digits = changeData(SPEC, { dataset: "digits" });
    expect(classes(digits)).toEqual([10, "cross_entropy"]);
    const iris = changeData(digits, { dataset: "iris" });
    expect(classes(iris)).toEqual([3, "cross_entropy"]);
    expect(classes(changeData(iris, { dataset: "breast_cancer" }))[0]).toBe(2);
    expect(changeData(iris, { dataset: "diabetes" }).training.loss.kind).toBe("mse");
    expect(changeData(iris, { dataset: "spiral" }).data.classes).toBe(2);
  });

  it("keeps a number of classes that was chosen where the next set has it", () => {
    const five = changeData(SPEC, { classes: 5 });
    expect(changeData(five, { dataset: "rings" }).data.classes).toBe(5);
    expect(changeData(five, { dataset: "shapes" }).data.classes).toBe(5);
    expect(changeData(five, { dataset: "iris" }).data.classes).toBe(3);
    expect(changeData(SPEC, { dataset: "rings" }).data.classes).toBe(3);
  });

  it("comes back to the plane with both inputs, by whichever way", () => {
    const line = changeData(SPEC, { dataset: "curve" });
    const image = changeData(line, { dataset: "digits" });
    expect(image.data.features).toEqual(["x1"]);
    expect(changeData(image, { dataset: "xor" }).data.features).toEqual(["x1", "x2"]);
  });

  it("has as many classes as painted points need", () => {
    const painted = [
      [0, 0, 0],
      [1, 1, 3],
    ] as unknown as DataSpec["painted"];
    const set = changeData(SPEC, { dataset: "painted", painted });
    expect([set.data.classes, set.training.loss.kind]).toEqual([4, "cross_entropy"]);
  });

  it("drops columns of another table", () => {
    const some = toggleColumn(changeData(SPEC, { dataset: "iris" }), "petal_width");
    expect(some.data.columns).toEqual(["sepal_length", "sepal_width", "petal_length"]);
    expect(toggleColumn(some, "petal_width").data.columns).toEqual([]);
    expect(changeData(some, { dataset: "wine" }).data.columns).toEqual([]);
    expect(changeData(some, { dataset: "spiral" }).data.columns).toEqual(some.data.columns);
  });

  it("keeps at least one column", () => {
    const iris = changeData(SPEC, { dataset: "iris" });
    const last = { ...iris, data: { ...iris.data, columns: ["petal_width"] } };
    expect(toggleColumn(last, "petal_width")).toBe(last);
  });

  it("takes its task from an upload's target", () => {
    const column = { kind: "number", role: "input", categories: [], missing: 0 } as const;
    const upload: Upload = {
      id: "abcdefghijklmnop",
      name: "a.csv",
      rows: 40,
      columns: [
        { ...column, name: "a", categories: [] },
        { ...column, name: "b", kind: "category", role: "target", categories: ["x", "y", "z"] },
      ],
      image: null,
      missing: "drop",
      standardise: true,
    };
    const set = changeData(SPEC, { dataset: "upload", upload });
    expect(set.training.loss.kind).toBe("cross_entropy");
    expect(outputCount(set)).toBe(3);
    const columns = upload.columns.map((each) => ({ ...each, kind: "number" as const }));
    const numbers = changeData(set, { upload: { ...upload, columns } });
    expect([numbers.training.loss.kind, outputCount(numbers)]).toEqual(["mse", 1]);
  });
});
