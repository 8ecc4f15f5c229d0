import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { language } from "../i18n/language";
import type { Challenge, PupilState } from "../wire/classroom";
import {
  classesTaught,
  forgetPupil,
  forgetTaught,
  isOnlyHere,
  keepPupil,
  keepTaught,
  leaveInThisTab,
  type Pupil,
  plainCode,
  pupilHere,
  pupilsBefore,
  readableCode,
} from "./class-storage";
import { arranged, sorted } from "./order";
import { endsText, limitOf, rankOf, targetOf, usesOf } from "./scores";

const pupil = (id: string, more: Partial<PupilState> = {}): PupilState => ({
  id,
  nickname: id,
  session: `s-${id}`,
  online: true,
  hand: null,
  state: "paused",
  step: 0,
  test_loss: null,
  score: null,
  board: "test_accuracy",
  parameters: 9,
  diverged: false,
  seat: "CDFG",
  ...more,
});

describe("the order of the tiles", () => {
  it("is that of joining unless another is chosen", () => {
    expect(sorted([pupil("b"), pupil("a")], "joined")).toEqual(["b", "a"]);
    expect(sorted([pupil("b"), pupil("a")], "nickname")).toEqual(["a", "b"]);
    const ten = [pupil("1", { nickname: "Group 10" }), pupil("2", { nickname: "group 9" })];
    expect(sorted(ten, "nickname")).toEqual(["2", "1"]);
  });

  it("has the hand that was raised first in front, and who is best by figures", () => {
    const pupils = [
      pupil("none"),
      pupil("late", { hand: 20, test_loss: 0.1, score: 0.5, step: 3 }),
      pupil("early", { hand: 10, test_loss: 0.4, score: 0.9, step: 7 }),
    ];
    expect(sorted(pupils, "hand")).toEqual(["early", "late", "none"]);
    expect(sorted(pupils, "loss")).toEqual(["late", "early", "none"]);
    expect(sorted(pupils, "score")).toEqual(["early", "late", "none"]);
    expect(sorted(pupils, "step")).toEqual(["early", "late", "none"]);
  });

  it("ranks errors from below, after accuracies", () => {
    const pupils = [
      pupil("rough", { board: "test_rmse", score: 0.8 }),
      pupil("fine", { board: "test_rmse", score: 0.2 }),
      pupil("sure", { score: 0.1 }),
    ];
    expect(sorted(pupils, "score")).toEqual(["sure", "fine", "rough"]);
  });

  it("keeps its places while only figures move, until it is due", () => {
    const before = [pupil("a", { step: 5 }), pupil("b", { step: 4 })];
    const after = [pupil("a", { step: 5 }), pupil("b", { step: 9 }), pupil("c", { step: 99 })];
    const shown = arranged([], before, "step", true);
    expect(shown).toEqual(["a", "b"]);
    expect(arranged(shown, after, "step", false)).toEqual(["a", "b", "c"]);
    expect(arranged(shown, after, "step", true)).toEqual(["c", "b", "a"]);
    expect(arranged(shown, [pupil("b")], "step", false)).toEqual(["b"]);
  });

  it("follows hands at once", () => {
    const pupils = [pupil("a"), pupil("b", { hand: 1 })];
    expect(arranged(["a", "b"], pupils, "hand", false)).toEqual(["b", "a"]);
  });
});

const challenge: Challenge = {
  board: "test_accuracy",
  budget: { parameters: 40, steps: null, layers: 2 },
  target: 0.95,
  fresh: true,
  began: 0,
  ended: null,
  entries: [
    {
      pupil: "a",
      nickname: "A",
      score: 0.9,
      step: 10,
      parameters: 9,
      reached: false,
      over: [],
      now: 10,
    },
    {
      pupil: "b",
      nickname: "B",
      score: null,
      step: null,
      parameters: 9,
      reached: false,
      over: [],
      now: 0,
    },
  ],
};

describe("a challenge", () => {
  it("ranks who has a score", () => {
    expect(rankOf(challenge, "a")).toBe(1);
    expect(rankOf(challenge, "b")).toBe(null);
    expect(rankOf(challenge, "nobody")).toBe(null);
  });

  it("tells the use of what is limited", () => {
    expect(usesOf(challenge, { parameters: 45, steps: 7, layers: 1 })).toEqual([
      { limit: "parameters", used: 45, most: 40 },
      { limit: "layers", used: 1, most: 2 },
    ]);
  });

  it("takes targets and limits as they are typed", () => {
    expect(targetOf("95", "test_accuracy")).toBe(0.95);
    expect(targetOf("97,5", "test_accuracy")).toBe(0.975);
    expect(targetOf("0.2", "test_rmse")).toBe(0.2);
    expect(targetOf("", "test_accuracy")).toBe(null);
    expect(targetOf("90 %", "test_accuracy")).toBe(0.9);
    expect(limitOf("40", "parameters")).toBe(40);
    expect(limitOf(" 1,000 ", "steps")).toBe(1000);
    expect(limitOf("10 000", "steps")).toBe(10_000);
    expect(limitOf("１０", "layers")).toBe(10);
    expect(limitOf("", "layers")).toBe(null);
  });

  it("takes nothing for a target or a limit that is none", () => {
    for (const typed of ["150", "-5", "abc", "9x", "1e3", "."]) {
      expect(targetOf(typed, "test_accuracy"), typed).toBe(undefined);
    }
    expect(targetOf("5 %", "test_rmse")).toBe(undefined);
    expect(targetOf("1000001", "test_rmse")).toBe(undefined);
    for (const typed of ["abc", "0", "-3", "2.5", "10 00", "500001"]) {
      expect(limitOf(typed, "parameters"), typed).toBe(undefined);
    }
    expect(limitOf("65", "layers")).toBe(undefined);
  });
});

describe("the end of a class", () => {
  const evening = new Date(2026, 10, 26, 23, 50);
  const at = (hours: number) => evening.getTime() / 1000 + hours * 3600;
  afterEach(() => {
    language.value = "en";
  });

  it("is told with its day unless that is today", () => {
    expect(endsText(at(0), evening.getTime() - 3_600_000)).toMatch(/^ends at 11:50\sPM$/);
    expect(endsText(at(24), evening.getTime())).toMatch(/^ends Nov 27, 11:50\sPM$/);
    language.value = "ko";
    expect(endsText(at(24), evening.getTime())).toMatch(/^11월 27일 .*11:50에 끝나요$/);
  });
});

const mina: Pupil = {
  classroom: "c",
  code: "CDFGHJ",
  pupil: "p",
  nickname: "Mina",
  token: "t",
  session: { id: "s", token: "e" },
};

describe("what the browser keeps of classes", () => {
  beforeEach(() => {
    sessionStorage.clear();
    localStorage.clear();
  });

  it("are found by the code however it is typed", () => {
    expect(plainCode(" cdf-ghj ")).toBe("CDFGHJ");
    expect(readableCode("CDFGHJ")).toBe("CDF GHJ");
    keepPupil(mina);
    expect(pupilHere("cdf ghj")).toEqual(mina);
    expect(pupilHere("XXXXXX")).toBe(null);
  });

  it("are offered to another tab, and gone when they are left", () => {
    keepPupil(mina);
    sessionStorage.clear();
    expect(pupilHere("CDFGHJ")).toBe(null);
    expect(pupilsBefore("CDFGHJ")).toEqual([mina]);
    forgetPupil(mina);
    expect(pupilsBefore("CDFGHJ")).toEqual([]);
  });

  it("of all who sat here are offered, also when the class is over", () => {
    const other = { ...mina, pupil: "other", nickname: "Bo" };
    keepPupil(other);
    keepPupil({ ...mina, isPast: true });
    expect(pupilHere("CDFGHJ")?.isPast).toBe(true);
    leaveInThisTab();
    expect(pupilHere("CDFGHJ")).toBe(null);
    expect(pupilsBefore("cdf ghj").map(({ nickname }) => nickname)).toEqual([mina.nickname, "Bo"]);
  });

  it("of teachers last until their class ends", () => {
    keepTaught({ id: "c", code: "CDFGHJ", token: "t", until: 100 });
    expect(classesTaught(50)).toHaveLength(1);
    expect(classesTaught(150)).toEqual([]);
    keepTaught({ id: "d", code: "XXXXXX", token: "t", until: Number.MAX_SAFE_INTEGER });
    forgetTaught("d");
    expect(classesTaught()).toEqual([]);
  });

  it("cannot be taken from elsewhere at an address of this machine", () => {
    expect(isOnlyHere("127.0.0.1")).toBe(true);
    expect(isOnlyHere("lab.school.example")).toBe(false);
  });
});
