import { afterEach, describe, expect, it } from "vitest";
import { en } from "../i18n/en/all";
import { ko } from "../i18n/ko/all";
import { language } from "../i18n/language";
import { helpOpen } from "../state/view/panels";
import { themeChoice } from "../state/view/view";
import { actionTitle } from "./ActionButton";
import type { Action } from "./action";
import { listenToKeys } from "./key-listener";
import { keyName, keyText } from "./key-names";
import { LAYER_KEYS, layerAction, layerShortcuts } from "./layer-keys";
import { ACTIONS, HELP, LANGUAGE, THEME, UNDO } from "./table";

const ALL: readonly Action[] = ACTIONS;

afterEach(() => {
  language.value = "en";
  themeChoice.value = "system";
  helpOpen.value = false;
});

describe("actions", () => {
  it.each(ALL.map((action) => [action.id, action] as const))(
    "%s has a name in both languages",
    (_, { label, tip, help }) => {
      for (const key of [label.value, tip?.value, help]) {
        if (key === undefined || key === null) continue;
        expect(en[key]).not.toBe("");
        expect(ko[key]).not.toBe("");
      }
    },
  );

  it("have an id of their own", () => {
    expect(new Set(ALL.map(({ id }) => id)).size).toBe(ALL.length);
  });

  it("use no key twice", () => {
    const keys = ALL.flatMap((action) => action.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("are named as they are pressed", () => {
    for (const key of ALL.flatMap((action) => action.keys)) {
      const parts = key === " " ? [key] : key.split("+");
      const pressed = new KeyboardEvent("keydown", {
        key: parts.at(-1) ?? "",
        ctrlKey: parts.includes("ctrl"),
        shiftKey: parts.includes("shift"),
      });
      expect(keyName(pressed)).toBe(key);
    }
  });

  it("tell the key that is theirs where a sentence names one", () => {
    for (const action of ALL) {
      const named = /\(([A-Z][a-z]*)\)$/.exec(action.tip === null ? "" : en[action.tip.value])?.[1];
      if (named !== undefined) expect(named).toBe(keyText(action.keys[0] ?? ""));
    }
    expect(actionTitle(UNDO)).toBe("Undo (Ctrl+Z)");
    expect(actionTitle(HELP)).toBe("Help: shortcuts and reading the picture (?)");
  });

  it("follow what is chosen", () => {
    THEME.perform();
    expect([themeChoice.value, THEME.label.value, THEME.icon?.value]).toEqual([
      "light",
      "top.theme.light",
      "light",
    ]);
    LANGUAGE.perform();
    expect(language.value).toBe("ko");
  });

  it("are done by their keys", () => {
    const stop = listenToKeys();
    dispatchEvent(new KeyboardEvent("keydown", { key: "?", shiftKey: true }));
    stop();
    expect(helpOpen.value).toBe(true);
    expect(HELP.pressed?.value).toBe(true);
  });
});

describe("the keys of a layer", () => {
  it("are each for one thing", () => {
    const keys = Object.values(LAYER_KEYS).flatMap((action) => action.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("mean what they meant", () => {
    const action = (key: string, held: KeyboardEventInit = {}) =>
      layerAction(new KeyboardEvent("keydown", { key, ...held }));
    expect(action("ArrowLeft", { altKey: true })).toBe("earlier");
    expect(action("ArrowLeft")).toBeNull();
    expect([action("="), action("-"), action("Backspace"), action("F")]).toEqual([
      "more",
      "fewer",
      "remove",
      "freeze",
    ]);
    expect(layerShortcuts(["earlier", "later", "remove", "more", "fewer", "freeze"])).toBe(
      "Alt+ArrowLeft Alt+ArrowRight Delete + - f",
    );
  });
});
