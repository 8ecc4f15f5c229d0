import { describe, expect, it } from "vitest";
import { en } from "../../i18n/en/all";
import { ko } from "../../i18n/ko/all";
import { VIEWS, viewNamed } from "./views";

describe("the views of the inside", () => {
  it("are the files of their folder, each by a name of its own, in order", () => {
    const names = VIEWS.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["gradients", "distributions", "kernels", "selected"]),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(VIEWS.map((view) => [view.name, view] as const))("%s has its texts", (_, view) => {
    for (const key of [view.label, view.tip]) {
      expect(en).toHaveProperty([key]);
      expect(ko).toHaveProperty([key]);
    }
  });

  it("begin with the first where a name is not there", () => {
    expect(viewNamed("no such view")).toBe(VIEWS[0]);
  });
});
