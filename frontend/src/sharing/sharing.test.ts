import { afterEach, describe, expect, it } from "vitest";
import { language } from "../i18n/language";
import { endOf, forField } from "../i18n/times";
import { SPEC } from "../testing/sample";
import { historyRows } from "./History";
import { nameOf } from "./LinkList";
import { embedCode } from "./MadeLink";
import { initials } from "./People";
import { placeName, placeNames, valueName } from "./places";

afterEach(() => {
  language.value = "en";
});

describe("what was changed, in words", () => {
  it.each([
    ["/training/learning_rate", "Learning rate"],
    ["/training/optimizer", "Optimizer"],
    ["/training/optimizer/momentum", "Optimizer, Momentum"],
    ["/data/noise", "Noise"],
    ["/network/layers", "Layers"],
    ["/network/layers/0/units", "Layer 1, Units"],
    ["/network/layers/1", "Layer 2"],
    ["/network/output/activation", "Output, Activation"],
    ["/network/skips", "Skip connections"],
    ["/name", "Name"],
    ["", "Set-up"],
  ])("%s is %s", (pointer, name) => {
    language.value = "en";
    expect(placeName(pointer, SPEC)).toBe(name);
  });

  it("names a few and counts the others", () => {
    language.value = "en";
    const all = ["/name", "/data/noise", "/data/seed", "/training/learning_rate"];
    expect(placeNames(all.slice(0, 3), SPEC)).toBe("Name, Noise, Seed");
    expect(placeNames(all, SPEC)).toBe("Name, Noise and 2 more");
  });

  it("writes values as the page does", () => {
    language.value = "en";
    expect([0.0312345, 8, "relu", { kind: "adam" }, undefined].map(valueName)).toEqual([
      "0.0312",
      "8",
      "ReLU",
      "Adam",
      "removed",
    ]);
  });
});

describe("the history", () => {
  it("takes one person's edits of one field for one row", () => {
    const edit = (revision: number, author: string, ...what: string[]) => ({
      revision,
      author,
      what,
      time: revision,
    });
    const found = historyRows([
      edit(5, "Ada", "/name"),
      edit(4, "Ada", "/name"),
      edit(3, "Grace", "/name"),
      edit(2, "Grace", "/seed"),
    ]);
    expect(found.map(({ edit: { revision }, times }) => [revision, times])).toEqual([
      [5, 2],
      [3, 1],
      [2, 1],
    ]);
  });
});

describe("a link's name", () => {
  type Right = "view" | "fork" | "edit";
  const named = (label: string, right: Right, until: number | null = null, place = 5) =>
    nameOf({ id: "1", label, right, made: 0, until, revoked: null, yours: false }, place);

  it("is in the page's language where the server made the link for a class", () => {
    expect(named("teacher", "edit", 9)).toBe("The class’s teacher");
    expect(named("show", "view", 9)).toBe("Shown to the class");
    expect(named("kept", "edit")).toBe("Saved work from a class");
    language.value = "ko";
    expect(named("teacher", "edit", 9)).toBe("수업 선생님");
  });

  it("is as its maker wrote it, or says that it has none", () => {
    expect(named("Class 7b", "view")).toBe("Class 7b");
    expect(named("show", "fork", 9)).toBe("show");
    expect(named("teacher", "edit")).toBe("teacher");
    expect(named("toString", "edit")).toBe("toString");
    expect([named("", "edit", null, 1), named("", "edit")]).toEqual([
      "Created with the session",
      "Unnamed",
    ]);
  });
});

describe("a link's end", () => {
  const now = new Date(2026, 4, 3, 14, 5).getTime();

  it("is a moment, or never", () => {
    expect(endOf("never", "", now)).toBeNull();
    expect(endOf("hour", "", now)).toBe(now / 1000 + 3600);
    expect(endOf("week", "", now)).toBe(now / 1000 + 7 * 86_400);
    expect(endOf("today", "", now)).toBe(new Date(2026, 4, 3, 23, 59, 59).getTime() / 1000);
    expect(endOf("date", forField(now), 0)).toBe(now / 1000);
  });
});

describe("people", () => {
  it.each([
    ["Ada Lovelace", "AL"],
    ["grace", "G"],
    ["김하나", "김"],
    ["", ""],
  ])("%s is marked %s", (name, mark) => expect(initials(name)).toBe(mark));
});

describe("the code of a frame", () => {
  it("lets no title out of its attribute", () => {
    const code = embedCode({ id: "a", token: "t" }, 10, 20, '"><script>');
    expect(code).toContain("/s/a?embed=1#t");
    expect(code).not.toContain("<script>");
  });
});
