/** Korean particles: which of a pair follows a word depends on the sound that the word ends with. */

/** With a final consonant, and without; a text writes one of them behind a hole: `{name:을/를}`. */
const PAIRS = ["은/는", "이/가", "을/를", "과/와", "으로/로"] as const;
export type Pair = (typeof PAIRS)[number];

export const isPair = (text: string): text is Pair => (PAIRS as readonly string[]).includes(text);

/** ㄹ is a consonant to all pairs but one: 서울로, 부산으로. */
type Ending = "vowel" | "consonant" | "ㄹ";

const HANGUL_FIRST = 0xac00;
const HANGUL_LAST = 0xd7a3;
const FINALS = 28;
const FINAL_RIEUL = 8;

function syllable(code: number): Ending {
  const final = (code - HANGUL_FIRST) % FINALS;
  if (final === 0) return "vowel";
  return final === FINAL_RIEUL ? "ㄹ" : "consonant";
}

/** 영 일 이 삼 사 오 육 칠 팔 구; behind other digits a 0 is 십, 백, 천 or 만, which end like 영. */
const DIGITS: readonly Ending[] = [
  "consonant",
  "ㄹ",
  "vowel",
  "consonant",
  "vowel",
  "vowel",
  "consonant",
  "ㄹ",
  "ㄹ",
  "vowel",
];
const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

/** L is 엘 and R 알, M 엠 and N 엔; the names of the other letters end with a vowel. */
function letterName(letter: string): Ending {
  if ("LR".includes(letter)) return "ㄹ";
  return "MN".includes(letter) ? "consonant" : "vowel";
}

/** A word in Latin letters, as Koreans write it: Adam 아담, Muon 뮤온, Mish 미시. */
function latin(word: string): Ending {
  const upper = word.toUpperCase();
  const last = upper.at(-1) ?? "";
  if (word === upper) return letterName(last);
  if (last === "L") return "ㄹ";
  return "BCKMNP".includes(last) || upper.endsWith("NG") ? "consonant" : "vowel";
}

/** None where nobody can say how the text is read. */
function ending(text: string): Ending | null {
  // Brackets and quotes at the end are not read; a percent sign is.
  const spoken = text.match(/[\p{L}\p{N}%](?=[^\p{L}\p{N}%]*$)/u)?.[0];
  if (spoken === undefined) return null;
  if (spoken === "%") return "vowel";
  const digit = /\d/.test(spoken) ? Number(spoken) : SUBSCRIPTS.indexOf(spoken);
  const asDigit = DIGITS[digit];
  if (asDigit !== undefined) return asDigit;
  const code = spoken.codePointAt(0) ?? 0;
  if (code >= HANGUL_FIRST && code <= HANGUL_LAST) return syllable(code);
  const word = text.match(/[A-Za-z]+(?=[^\p{L}\p{N}%]*$)/u)?.[0];
  return word === undefined ? null : latin(word);
}

/** `text` with the particle that its sound asks for, or with both, as in 을(를), where that is unknown. */
export function withParticle(text: string, pair: Pair): string {
  const [closed = "", open = ""] = pair.split("/");
  const sound = ending(text);
  if (sound === null) return text + (pair === "으로/로" ? "(으)로" : `${closed}(${open})`);
  const isOpen = sound === "vowel" || (sound === "ㄹ" && pair === "으로/로");
  return text + (isOpen ? open : closed);
}
