import type { lessons as english } from "../en/lessons";

export const lessons: Record<keyof typeof english, string> = {
  "lessons.name": "수업",
  "lessons.tip": "직접 해 볼 설정이 딸린 짧은 수업들. 하나씩, 또는 나란히 엽니다",
  "lessons.search": "수업 찾기",
  "lessons.none": "‘{words}’ 이야기가 나오는 수업이 없어요.",
  "lessons.failed": "수업 목록을 가져오지 못했어요.",
  "lessons.again": "다시 시도",
  "lessons.open.tip":
    "‘{session}’ 설정을 여기서 0스텝부터 엽니다. 브라우저의 뒤로 가기로 하던 것에 돌아갈 수 있어요",
  "lessons.side": "나란히 보기",
  "lessons.side.of": "나란히 보기: {lesson}",

  "side.back": "작업대로",
  "side.controls": "모든 신경망",
  "side.play": "모두 학습",
  "side.play.tip": "이 페이지의 모든 신경망을 학습시킵니다 (스페이스)",
  "side.pause": "모두 멈춤",
  "side.pause.tip": "이 페이지의 모든 신경망을 멈춥니다 (스페이스)",
  "side.reset": "모두 처음부터",
  "side.reset.tip": "모든 신경망을 같은 초기 가중치로 0스텝에 되돌립니다 (R)",
  "side.alone": "따로 열기",
  "side.alone.of": "따로 열기: {session}",
  "side.frame": "{session}, {count}개 중 {place}번째",
};
