/** The curves of branches, fetched once each and kept: what was left behind does not change. */
import type { Ghost } from "../../plots/branches";
import type { Curves } from "../../plots/traces";
import type { Access } from "../../wire/api";
import { fetchBranchCurves } from "../../wire/branches";

const MAX_KNOWN = 60;

/** By the session, the branch and its last step. */
const known = new Map<string, Curves>();

/** A branch's own points, or null where they do not come. */
export async function curvesOf(
  to: Access,
  { id, last }: Pick<Ghost, "id" | "last">,
): Promise<Curves | null> {
  const key = `${to.id} ${id} ${last}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  try {
    const { columns } = await fetchBranchCurves(to, id);
    known.set(key, columns);
    for (const oldest of known.keys()) if (known.size > MAX_KNOWN) known.delete(oldest);
    return columns;
  } catch {
    return null;
  }
}

/** The training loss at the last point that has one. */
export function lastLoss(curves: Curves): number | null {
  return curves.train_loss?.findLast((loss) => loss !== null) ?? null;
}
