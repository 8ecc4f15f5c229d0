/** What the page computes of a set-up is what the server does: by the cases that the server wrote. */
import { applyPatch, type Operation } from "fast-json-patch";
import { describe, expect, it } from "vitest";
import { golden, type Named } from "../testing/golden";
import { SPEC } from "../testing/sample";
import type { DataSpec, LayerShape, Spec } from "../wire/types";
import {
  classCount,
  dataSignature,
  form,
  inputNames,
  size,
  task,
  testsWhatItTrains,
  trainSamples,
} from "./datasets";
import { placed } from "./expand";
import { changed, merge } from "./merge";
import { differences } from "./patches";
import { inputShape, outputCount, parameterCount, shapesOf } from "./shapes";
import { arcs, withFittingSkips } from "./skips";

interface MergeCase extends Named {
  readonly base: unknown;
  readonly theirs: unknown;
  readonly mine: unknown;
  readonly document: unknown;
  readonly conflicts: readonly string[];
}

describe("two edits", () => {
  it.each(golden<MergeCase>("merge"))("%s", (_, { base, theirs, mine, document, conflicts }) => {
    const found = merge(base, theirs, mine);
    expect(found.document).toEqual(document);
    expect([...new Set(found.conflicts.map(({ pointer }) => pointer))]).toEqual(conflicts);
  });
});

interface ChangesCase extends Named {
  readonly before: unknown;
  readonly after: unknown;
  readonly changes: readonly string[];
}

describe("changes", () => {
  it.each(golden<ChangesCase>("changes"))("%s", (_, { before, after, changes }) => {
    expect([...new Set(changed(before, after))]).toEqual(changes);
  });
});

interface ExpandCase extends Named {
  readonly network: Spec["network"];
  readonly problem?: string;
  readonly layers: readonly { readonly id: string; kind: string; pointer: string }[];
  readonly skips: readonly { readonly source: string; target: string; mode: string }[];
}

const expansions = golden<ExpandCase>("expand");
const of = (network: Spec["network"]): Spec => ({ ...SPEC, network });

describe("blocks written out", () => {
  it.each(expansions.filter(([, { problem }]) => problem === undefined))("%s", (_, given) => {
    const { network, layers, skips } = given;
    expect(placed(network).map(({ id, kind, pointer }) => ({ id, kind, pointer }))).toEqual(layers);
    expect(arcs(network).map(({ source, target, mode }) => ({ source, target, mode }))).toEqual(
      skips,
    );
    expect(withFittingSkips(of(network)).dropped).toBe(0);
  });

  it.each(expansions.filter(([, { problem }]) => problem?.startsWith("skip_")))(
    "%s: what the server refuses does not fit here",
    (_, { network }) => {
      const { spec, dropped } = withFittingSkips(of(network));
      expect(dropped).toBe(1);
      expect(withFittingSkips(spec).dropped).toBe(0);
    },
  );
});

interface ShapesCase extends Named {
  readonly spec: Spec;
  readonly input: readonly number[];
  readonly outputs: number;
  readonly parameters: number;
  readonly layers: readonly LayerShape[];
}

describe("shapes", () => {
  it.each(golden<ShapesCase>("shapes"))("%s", (_, { spec, input, outputs, parameters, layers }) => {
    expect(inputShape(spec)).toEqual(input);
    expect(outputCount(spec)).toBe(outputs);
    const here = shapesOf(spec, null);
    const names = (all: readonly LayerShape[]) =>
      all.map(({ id, kind, pointer, activation, skips }) => ({
        id,
        kind,
        pointer,
        activation,
        skips: skips.toSorted(),
      }));
    expect(names(here.layers)).toEqual(names(layers));
    expect(here.layers.at(-1)?.outputs).toEqual([outputs]);
    if (!here.stale) {
      expect(here.layers).toEqual(layers);
      expect(parameterCount(here.layers)).toBe(parameters);
    }
    // What the server has told is taken as it is.
    expect(shapesOf(spec, { spec, shapes: layers })).toEqual({ layers, stale: false });
  });

  it("are exact for every net of dense layers", () => {
    const exact = golden<ShapesCase>("shapes").filter(
      ([, { spec }]) => !shapesOf(spec, null).stale,
    );
    expect(exact.length).toBeGreaterThanOrEqual(15);
  });
});

interface DataCase extends Named {
  readonly data: DataSpec;
  readonly form: string;
  readonly task: string;
  readonly classes: number;
  readonly size: number;
  readonly train: number;
  readonly testsWhatItTrains: boolean;
  readonly inputs: readonly number[];
  readonly names: readonly string[];
  /** Data of one signature are a start for each other's weights. */
  readonly signature: number;
}

const sets = golden<DataCase>("data");

describe("data", () => {
  it.each(sets)("%s", (_, { data, ...told }) => {
    expect(form(data)).toBe(told.form);
    expect([task(data), classCount(data)]).toEqual([told.task, told.classes]);
    expect([size(data), trainSamples(data)]).toEqual([told.size, told.train]);
    expect(testsWhatItTrains(data)).toBe(told.testsWhatItTrains);
    expect(inputShape({ ...SPEC, data })).toEqual(told.inputs);
    expect(inputNames(data)).toEqual(told.names);
  });

  it("are of one sort where the server says so, and nowhere else", () => {
    const kinds = sets.map(([, { data }]) => dataSignature(data));
    const numbered = kinds.map((kind) => [...new Set(kinds)].indexOf(kind));
    expect(numbered).toEqual(sets.map(([, { signature }]) => signature));
  });
});

interface PatchCase extends Named {
  readonly before: Spec;
  readonly patch: Operation[];
  readonly after?: Spec;
}

const applied = (before: Spec, patch: Operation[]) =>
  applyPatch(structuredClone(before), patch, true).newDocument;

describe("patches", () => {
  it.each(golden<PatchCase>("patches"))("%s", (_, { before, patch, after }) => {
    if (after === undefined) {
      expect(() => applied(before, patch)).toThrow();
      return;
    }
    expect(applied(before, patch)).toEqual(after);
    expect(applied(before, differences(before, after))).toEqual(after);
  });
});
