import type { told as english } from "../en/told";

export const told: Record<keyof typeof english, string> = {
  "told.name": "이 신경망을 가로막는 것",
  "caution.output_never_negative":
    "{activation} 출력은 0보다 작아질 수 없는데, 첫째 클래스는 0보다 작은 쪽이에요.",
  "caution.output_never_positive":
    "{activation} 출력은 0보다 커질 수 없는데, 둘째 클래스는 0보다 큰 쪽이에요.",
  "caution.output_too_narrow":
    "{activation} 출력은 {low}부터 {high}까지인데, 목표는 {from}부터 {to}까지예요.",
  "caution.output_too_high":
    "{activation} 출력은 {low}보다 작아질 수 없는데, 목표는 {from}까지 내려가요.",
  "caution.output_too_low":
    "{activation} 출력은 {high}보다 커질 수 없는데, 목표는 {to}까지 올라가요.",
  "caution.output_unsure": "{activation} 출력으로는 어느 클래스든 {most}%보다 더 확신할 수 없어요.",
  "caution.output_unsure_first":
    "{activation} 출력으로는 첫째 클래스를 {most}%보다 더 확신할 수 없어요.",
  "caution.output_unsure_second":
    "{activation} 출력으로는 둘째 클래스를 {most}%보다 더 확신할 수 없어요.",
  "caution.nothing_learns": "모든 층이 고정되어 있어서 학습해도 아무것도 바뀌지 않아요.",
  "caution.one_rate":
    "L-BFGS는 모든 층에 같은 학습률을 써요. 모든 층의 학습률을 × 1로 맞추거나 다른 옵티마이저를 고르세요.",
  "problem.one_rate":
    "L-BFGS는 모든 층에 같은 학습률을 써요. 모든 층의 학습률을 × 1로 맞추거나 다른 옵티마이저를 고르세요.",
  "problem.layers_gone": "이 층들은 이제 신경망에 없어요.",
  "problem.weights_gone": "예전 가중치가 이제 남아 있지 않아요. 시간 슬라이더로 되돌아가세요.",
  "fix.output_linear": "선형으로 바꾸기",
  "fix.output_tanh": "Tanh로 바꾸기",
  "fix.output_linear_bce": "선형과 이진 교차 엔트로피로 바꾸기",
  "fix.output_tanh_mse": "Tanh와 평균 제곱 오차로 바꾸기",
  "fix.unfreeze_all": "모든 층 고정 풀기",
  "fix.one_rate_for_all": "모두 × 1로 맞추기",
  "fix.adam_instead": "Adam으로 바꾸기",
  "finding.dead": "뉴런의 {share}%가 죽었어요. 모든 샘플에서 미분값이 0이라 배우지 못해요.",
  "finding.saturated":
    "활성값의 {share}%가 포화됐어요. 미분값이 거의 0이라 기울기가 잘 전달되지 않아요.",
  "finding.blocked": "기울기가 여기까지 오지 않아서, 여기부터 아래로는 아무것도 배우지 못해요.",
  "finding.exploding": "이곳의 기울기가 출력층의 {times}배예요.",
  "finding.vanishing": "이곳의 기울기가 출력층의 {times}분의 1이에요.",
  "finding.rate_too_high":
    "손실이 한 값만 출력할 때의 {times}배예요. 학습률이 너무 높은 것 같아요.",
  "finding.ragged": "손실이 계속 {share}%씩 오르내려요. 학습률이 너무 높은 것 같아요.",
  "finding.loss_flat": "손실이 멈춰 있어요. 한 값만 출력해도 이만큼은 맞혀요.",
  "fix.fresh_weights": "가중치 새로 뽑기",
  "fix.good_start": "활성화 함수에 맞는 가중치 뽑기",
  "fix.leaky_instead": "Leaky ReLU로 바꾸기",
  "fix.relu_instead": "ReLU로 바꾸고 가중치 새로 뽑기",
  "fix.tanh_instead": "은닉층을 Tanh로 바꾸기",
  "fix.add_hidden": "은닉층 추가하기",
  "fix.lower_rate": "학습률을 {rate:으로/로} 낮추기",
  "fix.lower_rate_fresh": "학습률을 {rate:으로/로} 낮추고 가중치 새로 뽑기",
  "fix.raise_rate": "학습률을 {rate:으로/로} 높이기",
  "fix.clip_norm": "기울기 노름을 {norm}에서 클리핑",
  "fix.normalize": "은닉층에 정규화 추가하기",
  "fix.no_penalty": "가중치 규제 없애기",
};
