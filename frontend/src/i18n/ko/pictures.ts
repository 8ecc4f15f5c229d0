import type { pictures as english } from "../en/pictures";

export const pictures: Record<keyof typeof english, string> = {
  "say.nothing": "아직 보여 줄 것이 없어요.",
  "say.trace": "{name}: {first}에서 시작해 스텝 {step}에서 {last}, 가장 낮을 때 {lowest}.",
  "say.histogram": "{low}에서 {high}까지, {peak} 근처가 가장 많아요({share}).",
  "say.region": "클래스 {name}: 평면의 {share}.",
  "say.values": "출력은 {low}에서 {high}까지예요.",
  "say.confusion": "샘플 {all}개 중 {right}개를 맞게 예측했어요({share}).",
  "say.mistaken": "가장 잦은 실수: 실제 클래스 {truth}, 예측한 클래스 {told}({count}개).",
  "say.kernels": "{size} 커널 {count}개. 가중치는 {low}에서 {high}까지예요. 가장 강한 것: {names}.",
  "say.schedule":
    "스텝 0에서 {first}, 스텝 {end}에서 {last}, 가장 높을 때는 스텝 {peak}에서 {highest}. 지금(스텝 {step})은 {now}.",
};
