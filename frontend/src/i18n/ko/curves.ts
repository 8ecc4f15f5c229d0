/** 학습 곡선과 그림의 스텝에 관한 글. */
import type { curves as english } from "../en/curves";

export const curves: Record<keyof typeof english, string> = {
  "chart.train.evaluated": "전체 훈련 샘플로 평가",
  "chart.test.evaluated": "전체 테스트 샘플로 평가",
  "chart.batches": "미니배치 평균",
  "chart.evaluated.tip":
    "각 스텝에서 전체 샘플로 평가한 값이에요. 아주 큰 파일은 정해진 일부 샘플로 평가해요",
  "chart.batches.tip":
    "훈련 스텝마다 미니배치에서 나온 손실이에요. 이전 점 이후 모든 스텝의 평균과 최솟값, 최댓값을 나타내요. 누르면 켜거나 꺼요.",
  "inside.gradients.band": "모든 스텝의 평균, 최소–최대",
  "inside.gradients.one": "모든 스텝의 평균. 층을 가리키면 최소–최대가 보여요",
  "inside.gradients.band.tip":
    "선은 이전 점 이후 모든 스텝의 기울기 노름 평균이고, 스텝 하나하나의 값은 띠 안에 있어요.",
  "say.band":
    "{name}: 평균은 {first}에서 시작해 스텝 {step}에서 {last}. 그때 스텝 하나하나의 값은 {low}에서 {high} 사이.",
  "export.columns": "학습 곡선의 열 설명",
  "export.columns.tip": "열마다 무엇을 어느 스텝과 샘플에서 잰 값인지 한 문장으로 알려 줘요",
  "picture.of_step": "스텝 {step}의 그림",
};
