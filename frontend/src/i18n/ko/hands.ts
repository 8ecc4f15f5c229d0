import type { hands as english } from "../en/hands";

export const hands: Record<keyof typeof english, string> = {
  "skip.links": "바로 가기",
  "skip.to.diagram": "신경망으로 바로 가기",
  "skip.to.result": "결과로 바로 가기",
  "skip.to.data": "데이터로 바로 가기",
  "skip.to.training": "학습 설정으로 바로 가기",
  "skip.to.transport": "학습 시작 버튼으로 바로 가기",
  "skip.to.time": "시간 슬라이더로 바로 가기",

  "net.diagram": "신경망 그림",
  "net.diagram.keys":
    "화살표 키로 뉴런 사이를 옮겨 다녀요. 맨 위 뉴런에서 위로 가면 층과 스킵 연결을 추가하는 버튼이 있어요. Enter를 누르면 뉴런을 자세히 보고, Esc를 누르면 돌아와요. Tab을 누르면 층의 설정으로 가요.",

  "help.walk": "신경망 그림 안에서 옮겨 다니기",
  "help.close-up": "뉴런이나 층을 자세히 보기 (Esc로 돌아오기)",
  "help.single": "한 글자 단축키 쓰기 (S, E, R, ?)",

  "say.added": "추가됨: {names}",
  "say.removed": "삭제됨: {names}",
  "say.changed": "바뀜: {names}",
  "say.playing": "학습 중이에요.",
  "say.paused": "스텝 {step}에서 멈췄어요.",
  "say.reset": "0스텝으로 돌아갔어요.",
  "say.reset.new": "새 초기 가중치로 0스텝으로 돌아갔어요.",

  "say.numbers": "{name}: {numbers}",
  "say.bias": "편향 {value}",
  "say.mean": "평균 {value}",
  "say.dead": "{share}에서 꺼져 있음",
  "say.shape": "입력 {inputs}, 출력 {outputs}",
  "say.norm": "기울기 노름 {value}",
  "say.weight": "가중치 {value}",
  "say.gradient": "기울기 {value}",
};
