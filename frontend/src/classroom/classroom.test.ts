import { beforeEach, describe, expect, it } from "vitest";
import type { Challenge, PupilState } from "../wire/classroom";
import { arranged, sorted } from "./order";
import { limitOf, rankOf, targetOf, usesOf } from "./scores";
import {
  classesTaught,
  forgetTaught,
  isOnlyHere,
  keepSeat,
  keepTaught,
  leaveSeat,
  plainCode,
  readableCode,
  type Seat,
  seatBefore,
  seatHere,
} from "./seats";

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
  ...more,
});

describe("the order of the tiles", () => {
  it("is that of joining unless another is wished", () => {
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
    { pupil: "a", nickname: "A", score: 0.9, step: 10, parameters: 9, reached: false, over: [] },
    { pupil: "b", nickname: "B", score: null, step: null, parameters: 9, reached: false, over: [] },
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
    expect(limitOf("40")).toBe(40);
    expect(limitOf("0")).toBe(null);
    expect(limitOf("")).toBe(null);
  });
});

const seat: Seat = {
  classroom: "c",
  code: "CDFGHJ",
  pupil: "p",
  nickname: "Mina",
  token: "t",
  session: { id: "s", token: "e" },
};

describe("seats", () => {
  beforeEach(() => {
    sessionStorage.clear();
    localStorage.clear();
  });

  it("are found by the code however it is typed", () => {
    expect(plainCode(" cdf-ghj ")).toBe("CDFGHJ");
    expect(readableCode("CDFGHJ")).toBe("CDF GHJ");
    keepSeat(seat);
    expect(seatHere("cdf ghj")).toEqual(seat);
    expect(seatHere("XXXXXX")).toBe(null);
  });

  it("are offered to another tab, and gone when they are left", () => {
    keepSeat(seat);
    sessionStorage.clear();
    expect(seatHere("CDFGHJ")).toBe(null);
    expect(seatBefore("CDFGHJ")).toEqual(seat);
    leaveSeat(seat);
    expect(seatBefore("CDFGHJ")).toBe(null);
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
