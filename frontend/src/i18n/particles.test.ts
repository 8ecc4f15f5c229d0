import { describe, expect, it } from "vitest";
import { t } from ".";
import { language } from "./language";
import { type Pair, withParticle } from "./particles";

describe("withParticle", () => {
  it.each<[text: string, pair: Pair, read: string]>([
    ["신경망", "은/는", "신경망은"],
    ["데이터", "은/는", "데이터는"],
    ["민준", "이/가", "민준이"],
    ["지우", "이/가", "지우가"],
    ["파일", "을/를", "파일을"],
    ["표", "을/를", "표를"],
    ["행", "과/와", "행과"],
    ["수업", "으로/로", "수업으로"],
    ["파일", "으로/로", "파일로"],
    ["표", "으로/로", "표로"],
    ["0.1", "으로/로", "0.1로"],
    ["100", "으로/로", "100으로"],
    ["3", "이/가", "3이"],
    ["12", "이/가", "12가"],
    ["x₁", "을/를", "x₁을"],
    ["x₂", "을/를", "x₂를"],
    ["Adam", "은/는", "Adam은"],
    ["SGD", "은/는", "SGD는"],
    ["XOR", "으로/로", "XOR로"],
    ["iris.csv", "을/를", "iris.csv를"],
    ["50%", "을/를", "50%를"],
    ["‘꽃’", "을/를", "‘꽃’을"],
    ["층 (2)", "이/가", "층 (2)가"],
    ["🙂", "을/를", "🙂을(를)"],
    ["", "으로/로", "(으)로"],
  ])("%s with %s", (text, pair, read) => {
    expect(withParticle(text, pair)).toBe(read);
  });
});

it("stands in a text behind the hole", () => {
  const before = language.peek();
  language.value = "ko";
  expect(t("files.delete.sureOf", { name: "꽃.csv" })).toBe("꽃.csv를 정말 삭제할까요?");
  expect(t("files.delete.sureOf", { name: "표본" })).toBe("표본을 정말 삭제할까요?");
  language.value = before;
});
