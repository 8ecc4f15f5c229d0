/** The catalogues keep to the words of docs/voice.md: one word for one thing, and one voice.
 *
 * Where a text needs a word that is refused here, narrow the pattern in the open: `(?<!선생|손)님`.
 */
import { describe, expect, it } from "vitest";
import { en } from "./en/all";
import { ko } from "./ko/all";

type Refused = readonly [of: string, instead: string, found: RegExp];

/** Not in any English text. */
const ENGLISH: readonly Refused[] = [
  [
    "British spelling",
    "color, standardize, regularization, labeled, toward",
    /colour|tumour|neighbour|behaviour|favour|(regular|standard|normal|initial|memor|minim|maxim|recogn|optim|general|summar|organ)is(e|ed|es|ing|ation)\b|labell(ed|ing)|\bcentre\b|\bgrey\b|\btowards\b|licence|for ever\b/i,
  ],
  ["pupil", "student", /\bpupils?\b/i],
  ["neuron", "unit", /\bneurons?\b/i],
  ["begin again", "reset; start", /\bbeg[ia]ns?\b|\bbeginning\b/i],
  ["first weights", "initial weights", /\bfirst weights\b/i],
  ["anew", "again; from scratch", /\banew\b|\bafresh\b/i],
  ["mend", "fix", /\bmend(ed|s)?\b/i],
  ["somebody", "someone, everyone, anyone", /\b(some|every|any)body\b/i],
  ["just now", "right now", /\bjust now\b/i],
  ["for good", "permanently", /\bfor good\b/i],
  ["fork", "copy", /\bforks?\b/i],
  ["switch off", "turn off", /\bswitch(es|ed)? o(ff|n)\b/i],
  ["door", "entry", /\bdoors?\b/i],
  ["kept work", "saved work", /\bkept work\b/i],
  ["taken for", "predicted", /\btaken? for\b/i],
  [
    "a network that speaks",
    "it outputs, predicts, receives",
    /network (answers|says|tells|speaks)|network['’]s answer|\bis told\b/i,
  ],
  ["a straight apostrophe", "’", /'/],
  ["a space before …", "Loading…", / …/],
  ["a space before %", "95.0%", /\} %/],
  ["Ctrl Z", "Ctrl+Z", /\bCtrl [A-Z]\b/],
];

/** Not in any Korean text. */
const KOREAN: readonly Refused[] = [
  ["합니다체", "해요체", /니다(?=[\s.,?!…)]|$)/],
  ["학급", "수업", /학급/],
  ["유닛", "뉴런", /유닛/],
  ["파라미터", "매개변수", /파라미터/],
  ["특징", "특성", /특징/],
  ["학습 데이터", "훈련 데이터", /학습 (데이터|손실)/],
  ["잡음", "노이즈", /잡음/],
  ["건너뛰기 연결", "스킵 연결", /건너뛰기|건너뛰는 연결/],
  ["펼치기", "평탄화", /펼치기|펼침/],
  ["자르기", "클리핑", /자르기/],
  ["참을성", "기다릴 에포크", /참을성/],
  ["얼리다", "고정", /얼리|얼린/],
  ["걸음, 단계", "스텝", /걸음|단계/],
  ["높임을 두 번", "선생님이 …-시-", /께서|시시|셨으시|으셨으시|드리시|님들?께서/],
  [
    "인자, 모수, 변수(매개변수의 뜻으로)",
    "매개변수",
    /모수|파라메터|패러미터|(?<!독립 |종속 )변수의 수|인자/,
  ],
  ["학급 코드, 반 코드", "수업 코드", /학급|반 코드|교실/],
  ["자비에르, 카이밍", "Xavier, Kaiming", /자비에르|카이밍/],
  ["신경망의 답", "예측, 출력", /신경망의 답/],
  ["운영자", "서버 관리자", /운영자/],
  ["열쇠", "키", /열쇠/],
  ["재생", "학습 시작", /재생/],
  ["님", "이름만, 또는 선생님", /(?<!선생|손)님/],
  ["두 조사를 한꺼번에", "{name:을/를}", /[을은이과]\([를는가와]\)|\(으\)로/],
  ["변수 뒤의 조사", "{name:을/를}", /\}(을|를|은|는|이|가|과|와|으로|로)(?=[\s.,?!]|$)/],
  ["큰따옴표", "‘ ’", /[“”"]/],
  ["줄임표 앞의 칸", "여는 중…", / …/],
  ["% 앞의 칸", "95.0%", /\} %/],
  ["Ctrl Z", "Ctrl+Z", /\bCtrl [A-Z]\b/],
];

describe.each([
  ["English", en, ENGLISH],
  ["Korean", ko, KOREAN],
] as const)("in %s", (_, texts, table) => {
  it.each(table)("no text has %s, but %s", (_, __, found) => {
    expect(Object.entries(texts).filter(([, text]) => found.test(text))).toEqual([]);
  });
});
