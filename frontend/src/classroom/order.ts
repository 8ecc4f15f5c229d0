/** The order of the teacher's tiles. */
import type { PupilState } from "../wire/classroom";

export const SORTS = ["joined", "nickname", "hand", "loss", "score", "step"] as const;
export type Sort = (typeof SORTS)[number];

/** By these the tiles would trade places all the time: they do so only now and then. */
const MOVING: ReadonlySet<Sort> = new Set(["loss", "score", "step"]);

const names = new Intl.Collator(["ko", "en"], { numeric: true, sensitivity: "base" });

/** What has no figure yet comes last. */
const last = (one: number | null, other: number | null, by: (a: number, b: number) => number) =>
  one === null || other === null ? Number(one === null) - Number(other === null) : by(one, other);
const rising = (one: number, other: number) => one - other;
const falling = (one: number, other: number) => other - one;

/** Among accuracies and errors the accuracies come first; the best of each leads. */
function byScore(one: PupilState, other: PupilState): number {
  if (one.board !== other.board) return one.board === "test_rmse" ? 1 : -1;
  return last(one.score, other.score, one.board === "test_rmse" ? rising : falling);
}

const BY: Readonly<Record<Sort, (one: PupilState, other: PupilState) => number>> = {
  joined: () => 0,
  nickname: (one, other) => names.compare(one.nickname, other.nickname),
  hand: (one, other) => last(one.hand, other.hand, rising),
  loss: (one, other) => last(one.test_loss, other.test_loss, rising),
  score: byScore,
  step: (one, other) => falling(one.step, other.step),
};

/** The pupils' ids, sorted; of equals who joined first (as the server tells them) leads. */
export const sorted = (pupils: readonly PupilState[], sort: Sort): readonly string[] =>
  pupils.toSorted(BY[sort]).map(({ id }) => id);

/**
 * The order to show: as it was where only figures move and it is not `due` to be sorted anew, with
 * newcomers at the end and those who left gone.
 */
export function arranged(
  shown: readonly string[],
  pupils: readonly PupilState[],
  sort: Sort,
  due: boolean,
): readonly string[] {
  if (due || !MOVING.has(sort)) return sorted(pupils, sort);
  const here = new Set(pupils.map(({ id }) => id));
  const known = new Set(shown);
  return [
    ...shown.filter((id) => here.has(id)),
    ...sorted(pupils, sort).filter((id) => !known.has(id)),
  ];
}
