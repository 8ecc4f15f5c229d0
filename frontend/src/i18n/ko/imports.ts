import type { imports as en } from "../en/imports";

export const imports: Record<keyof typeof en, string> = {
  "import.title": "TensorFlow Playground에서 가져왔어요",
  "import.differences": "여기서 다른 점 ({count})",
  "import.other_draws":
    "그 페이지는 난수가 다르고 에포크마다 점을 같은 순서로 써요. 여기서는 점과 초기 가중치, 배치가 종류는 같지만 값은 달라요.",
  "import.loss_twice":
    "그 페이지는 제곱 오차의 절반을 보여 주지만 여기서는 전체를 보여 줘요. 스텝이 똑같도록 학습률은 절반으로, 규제는 두 배로 옮겼어요.",
  "import.dead_weights":
    "그 페이지에서는 L1 규제로 0을 지나친 가중치가 계속 0이지만, 여기서는 다시 살아날 수 있어요.",
  "import.no_features": "링크에는 켜진 입력이 없어요. 여기서는 x₁을 켜 두었어요.",
  "import.hidden_inputs":
    "링크가 숨긴 입력({names})은 그 페이지에서 신경망에도 들어가지 않아요. 여기서도 뺐어요.",
  "import.idle": "그 페이지에는 링크에 적힌 {names} 입력이 실제로는 없어요. 여기서도 뺐어요.",
  "import.last_points":
    "배치 크기 {batch:으로/로} 나누면 에포크마다 점 {rest}개가 남아요. 그 페이지는 다음 에포크의 첫 배치에 합치지만, 여기서는 더 작은 배치로 따로 학습해요.",
  "import.show_test_data": "링크대로 테스트 점을 표시해요.",
  "import.discretize": "링크대로 그림을 두 가지 색으로만 보여 줘요.",
  "import.collect_stats": "통계 수집(collectStats)은 그 페이지에만 있는 설정이에요.",
  "import.tutorial": "링크가 여는 글(‘{name}’)은 그 페이지에만 있어요.",
  "import.hidden": "링크가 그 페이지의 조작 버튼을 숨기지만({names}) 여기서는 모두 보여요.",
  "import.unknown": "링크에 여기서 알 수 없는 내용이 있어요: {names}",
  "import.adjusted": "링크의 {name} 값 ‘{given}’ 대신 쓴 값: {taken}",
};
