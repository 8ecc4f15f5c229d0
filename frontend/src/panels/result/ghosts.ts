/** The curves of branches that were left behind, fetched once each and kept. */
import { effect } from "@preact/signals";
import { ghostsOf } from "../../plots/branches";
import { type GhostCurves, ghostTraces } from "../../plots/ghosts";
import { access } from "../../state/sync/session";
import { branches, followBranches } from "../../state/view/branches";
import { fetchBranchCurves } from "../../wire/branches";

export { ghostTraces };

/** By the session, the branch and its last step. */
const known = new Map<string, GhostCurves["curves"]>();
const MAX_KNOWN = 40;

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
        const key = `${to.id} ${ghost.id} ${ghost.last}`;
        const curves =
          known.get(key) ??
          (await fetchBranchCurves(to, ghost.id).then(
            ({ columns }) => columns,
            () => null,
          ));
        if (number !== wanted) return;
        if (curves === null) continue;
        known.set(key, curves);
        for (const oldest of known.keys()) if (known.size > MAX_KNOWN) known.delete(oldest);
        found.push({ ...ghost, curves });
      }
      show(found);
    })();
  });
  return () => {
    stop();
    unfollow();
  };
}
