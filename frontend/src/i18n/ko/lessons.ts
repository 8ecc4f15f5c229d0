import type { lessons as english } from "../en/lessons";

export const lessons: Record<keyof typeof english, string> = {
  "lessons.name": "레슨",
  "lessons.tip": "직접 해 볼 설정이 딸린 짧은 레슨이에요. 하나씩 또는 나란히 열 수 있어요",
  "lessons.search": "레슨 찾기",
  "lessons.none": "‘{words}’ 검색 결과가 없어요.",
  "lessons.failed": "레슨 목록을 불러오지 못했어요.",
  "lessons.again": "다시 시도",
  "lessons.open.tip":
    "‘{session}’ 설정을 여기서 0스텝부터 열어요. 브라우저의 뒤로 가기를 누르면 하던 작업으로 돌아가요",
  "lessons.side": "나란히 보기",
  "lessons.side.of": "나란히 보기: {lesson}",

  "side.back": "플레이그라운드로",
  "side.controls": "모든 신경망",
  "side.play": "모두 학습 시작",
  "side.play.tip": "이 페이지의 모든 신경망을 학습시켜요 (스페이스)",
  "side.pause": "모두 멈춤",
  "side.pause.tip": "이 페이지의 모든 신경망을 멈춰요 (스페이스)",
  "side.reset": "모두 처음부터",
  "side.reset.tip": "모든 신경망을 같은 초기 가중치로 0스텝으로 되돌려요 (R)",
  "side.alone": "따로 열기",
  "side.alone.of": "따로 열기: {session}",
  "side.frame": "{session}, {count}개 중 {place}번째",
};
