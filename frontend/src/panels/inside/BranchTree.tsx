/** All branches of the run: why and when each was made, how far it came, and the ways into it. */
import { useEffect, useRef, useState } from "preact/hooks";
import { goOnFrom } from "../../actions/run";
import { Plot } from "../../charts/Plot";
import { t } from "../../i18n";
import { moment } from "../../i18n/times";
import { laneOf, paintTree, placeUnder } from "../../plots/branch-tree";
import { withSteps } from "../../plots/branches";
import { count, significant } from "../../plots/numbers";
import { curves } from "../../state/live/curves";
import { mayChange } from "../../state/sync/areas";
import { access, looked } from "../../state/sync/session";
import { curvesOf, lastLoss } from "../../state/view/branch-curves";
import { areBranchesMissing, branches, followBranches } from "../../state/view/branches";
import { branchNumber, lookAtBranch } from "../../state/view/past";
import { Sheet } from "../../ui/Sheet";
import type { Branch, Branches } from "../../wire/branches";
import "./BranchTree.css";

/** Of a branch, in CSS pixels: as high as its words and its lane need, in a narrow window too. */
const [ROW, NARROW_ROW] = [72, 108];
/** Of so many of the newest branches the loss is fetched. */
const LOSSES = 24;
/** Beneath this width the sheet lies over the pictures. */
const NARROW = "(max-width: 700px)";

export function BranchTree({ onClose }: { readonly onClose: () => void }) {
  useEffect(() => followBranches(true), []);
  const all = branches.value === null ? null : withSteps(branches.value);
  return (
    <Sheet title={t("tree.title")} testid="tree" class="tree" onClose={onClose}>
      {all !== null ? (
        <Tree all={all} onClose={onClose} />
      ) : (
        <p class="tree-hint">{t(areBranchesMissing.value ? "tree.failed" : "state.loading")}</p>
      )}
    </Sheet>
  );
}

/** The last training losses of branches, as they come. */
function useLosses(all: Branches): ReadonlyMap<string, number | null> {
  const [losses, setLosses] = useState<ReadonlyMap<string, number | null>>(new Map());
  const to = access.value;
  const left = all.branches.filter(({ id }) => id !== all.present).slice(-LOSSES);
  useEffect(() => {
    let gone = false;
    void (async () => {
      for (const { id, last_step } of left.reverse()) {
        const found = to === null || gone ? null : await curvesOf(to, { id, last: last_step });
        if (gone) return;
        if (found !== null) setLosses((before) => new Map(before).set(id, lastLoss(found)));
      }
    })();
    return () => {
      gone = true;
    };
  }, [to?.id, left.map(({ id, last_step }) => `${id} ${last_step}`).join()]);
  return losses;
}

interface TreeProps {
  readonly all: Branches;
  readonly onClose: () => void;
}

function Tree({ all, onClose }: TreeProps) {
  const may = mayChange.transport.value;
  const losses = useLosses(all);
  const look = (branch: Branch, step: number) => {
    lookAtBranch(branch, step);
    if (matchMedia(NARROW).matches) onClose();
  };
  const past = looked.value;
  const seen = past === null ? null : laneOf(all, past);
  const row = matchMedia(NARROW).matches ? NARROW_ROW : ROW;
  const lanes = useRef<HTMLDivElement>(null);
  // What it draws stands in words in its rows, and keys reach the same by their buttons.
  useEffect(() => {
    const box = lanes.current;
    const point = ({ clientX, clientY }: MouseEvent) => {
      if (!may || box === null) return;
      const { left, top, width } = box.getBoundingClientRect();
      const place = placeUnder(all, { width, row }, clientX - left, clientY - top);
      const branch = all.branches.find(({ id }) => id === place?.branch);
      if (place !== null && branch !== undefined) look(branch, place.step);
    };
    box?.addEventListener("click", point);
    return () => box?.removeEventListener("click", point);
  });
  return (
    <>
      {may && <p class="tree-hint">{t("tree.hint")}</p>}
      <div class="tree-box" style={{ "--row": `${row}px` }}>
        <div
          ref={lanes}
          class="tree-lanes"
          data-testid="tree-lanes"
          data-clickable={may}
          style={{ height: `${row * all.branches.length}px` }}
        >
          <Plot
            label={null}
            testid="tree-picture"
            draw={(onto, inks) => {
              const style = getComputedStyle(document.documentElement);
              const accent = style.getPropertyValue("--past-line").trim();
              paintTree(onto, { all, row, looked: past }, inks, accent);
            }}
          />
        </div>
        <ol class="tree-rows" aria-label={t("tree.picture", { count: all.branches.length })}>
          {all.branches.map((branch) => (
            <Row
              key={branch.id}
              branch={branch}
              isPresent={branch.id === all.present}
              isLooked={branch.id === seen?.branch}
              loss={
                branch.id === all.present ? lastLoss(curves()) : (losses.get(branch.id) ?? null)
              }
              {...(may ? { onLook: look } : {})}
            />
          ))}
        </ol>
      </div>
    </>
  );
}

interface RowProps {
  readonly branch: Branch;
  readonly isPresent: boolean;
  readonly isLooked: boolean;
  readonly loss: number | null;
  readonly onLook?: (branch: Branch, step: number) => void;
}

function Row({ branch, isPresent, isLooked, loss, onLook }: RowProps) {
  const { id, origin, why, made, last_step } = branch;
  const [number, step] = [branchNumber(id), count(last_step)];
  const facts = [
    t(`tree.why.${why}`),
    moment(made),
    origin === null
      ? null
      : t("tree.from", { branch: branchNumber(origin.branch), step: count(origin.step) }),
    t("tree.last", { last: step }),
    loss === null ? null : t("tree.loss", { loss: significant(loss) }),
  ].filter((fact) => fact !== null);
  return (
    <li data-testid={`branch-${id}`} {...(isLooked ? { "aria-current": "step" } : {})}>
      <div class="tree-words">
        <strong>{t("tree.branch", { branch: number })}</strong>
        {isPresent && <em>{t("tree.present")}</em>}
        <span>{facts.join(" · ")}</span>
      </div>
      {onLook !== undefined && (
        <div class="tree-ways">
          <button
            type="button"
            data-testid={`branch-${id}-look`}
            aria-label={t("tree.look.of", { branch: number, step })}
            onClick={() => onLook(branch, last_step)}
          >
            {t("tree.look")}
          </button>
          {!isPresent && (
            <button
              type="button"
              data-testid={`branch-${id}-continue`}
              aria-label={t("tree.continue.of", { branch: number, step })}
              onClick={() => void goOnFrom(id, last_step)}
            >
              {t("tree.continue")}
            </button>
          )}
        </div>
      )}
    </li>
  );
}
