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
  "fix.output_linear": "선형으로 바꾸기",
  "fix.output_tanh": "Tanh로 바꾸기",
  "fix.output_linear_bce": "선형과 이진 교차 엔트로피로 바꾸기",
  "fix.output_tanh_mse": "Tanh와 평균 제곱 오차로 바꾸기",
  "fix.unfreeze_all": "모든 층 고정 풀기",
  "fix.one_rate_for_all": "모두 × 1로 맞추기",
  "fix.adam_instead": "Adam으로 바꾸기",
};
