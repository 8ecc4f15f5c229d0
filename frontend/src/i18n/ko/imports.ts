import type { imports as en } from "../en/imports";

export const imports: Record<keyof typeof en, string> = {
  "import.title": "TensorFlow Playground에서 가져왔어요",
  "import.other_draws":
    "그 페이지는 난수가 다르고 에포크마다 점을 같은 순서로 써요. 여기서는 점과 처음 가중치, 배치가 종류는 같지만 값은 달라요.",
  "import.loss_twice":
    "그 페이지는 제곱 오차의 절반을 보여 주지만 여기서는 전체를 보여 줘요. 스텝이 똑같도록 학습률은 절반으로, 규제는 두 배로 옮겼어요.",
  "import.dead_weights":
    "그 페이지에서는 L1 규제로 0을 지나친 가중치가 계속 0이지만, 여기서는 다시 살아날 수 있어요.",
  "import.no_features": "링크에는 켜진 입력이 없어요. 여기서는 x₁을 켜 두었어요.",
  "import.show_test_data": "테스트 점 표시는 내 화면의 설정이에요. 그림 위에서 켜세요.",
  "import.discretize": "두 가지 색으로만 보기는 내 화면의 설정이에요. 그림 위에서 켜세요.",
  "import.collect_stats": "통계 수집(collectStats)은 그 페이지에만 있는 설정이에요.",
  "import.tutorial": "링크가 여는 글 “{name}”은 그 페이지에만 있어요.",
  "import.hidden": "링크가 그 페이지의 조작 버튼을 숨기지만({names}) 여기서는 모두 보여요.",
  "import.unknown": "링크에 여기서 알 수 없는 내용이 있어요: {names}",
  "import.adjusted": "링크의 {name} 값 “{given}” 대신 {taken}(으)로 정했어요.",
};
