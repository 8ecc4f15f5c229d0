/** The curves of branches that were left behind, as they come. */
import { effect } from "@preact/signals";
import { ghostsOf } from "../../plots/branches";
import { type GhostCurves, ghostTraces } from "../../plots/ghosts";
import { access } from "../../state/sync/session";
import { curvesOf } from "../../state/view/branch-curves";
import { branches, followBranches } from "../../state/view/branches";

export { ghostTraces };

/** Calls `show` with what there is to draw whenever that changes. Returns the way out. */
export function followGhosts(show: (ghosts: readonly GhostCurves[]) => void): () => void {
  const unfollow = followBranches();
  let wanted = 0;
  const stop = effect(() => {
    const [all, to] = [branches.value, access.value];
    const number = ++wanted;
    if (all === null || to === null) {
      show([]);
      return;
    }
    void (async () => {
      const found: GhostCurves[] = [];
      for (const ghost of ghostsOf(all)) {
        const curves = await curvesOf(to, ghost);
        if (number !== wanted) return;
        if (curves !== null) found.push({ ...ghost, curves });
      }
      show(found);
    })();
  });
  return () => {
    stop();
    unfollow();
  };
}
