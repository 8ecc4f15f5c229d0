/** The tree of a run's branches over its steps: a lane each, from where it leaves another. Pure. */
import type { Branches } from "../wire/branches";
import { pathTo } from "./branches";
import type { Inks } from "./inks";
import type { Drawing } from "./surface";

/** A place on a branch. */
export interface BranchPlace {
  readonly branch: string;
  readonly step: number;
}

/** Room at both ends of the lanes and beneath them, in CSS pixels. */
const [ENDS, BENEATH] = [10, 17];
/** A state that is kept, and the end of a branch. */
const [DOT, TIP] = [1.6, 4];
/** What bends from one lane to another does so in this much. */
const BEND = 10;

const lastStep = ({ branches }: Branches) =>
  Math.max(1, ...branches.map(({ last_step }) => last_step));

/** Where a step is across the picture. */
const across = (all: Branches, width: number) => {
  const last = lastStep(all);
  return (step: number) => ENDS + (Math.min(step, last) / last) * (width - 2 * ENDS);
};

/** The place under a point, on the lane of its row; null beneath the last row. */
export function placeUnder(
  all: Branches,
  { width, row }: { readonly width: number; readonly row: number },
  x: number,
  y: number,
): BranchPlace | null {
  const branch = all.branches[Math.floor(y / row)];
  if (branch === undefined) return null;
  const wanted = Math.round(((x - ENDS) / (width - 2 * ENDS)) * lastStep(all));
  const step = Math.max(branch.first_step, Math.min(branch.last_step, wanted));
  return { branch: branch.id, step };
}

/** The lane on which a step of the way to a branch lies, or null where there is no such branch. */
export function laneOf(all: Branches, { branch, step }: BranchPlace): BranchPlace | null {
  const path = pathTo(all, branch);
  const on = path.find(({ until }) => step <= until) ?? path.at(-1);
  return on === undefined ? null : { branch: on.branch.id, step };
}

interface Tree {
  readonly all: Branches;
  /** The height of a branch's row, in CSS pixels. */
  readonly row: number;
  /** What is looked back at, if anything. */
  readonly looked: BranchPlace | null;
}

export function paintTree(
  { context, width }: Drawing,
  { all, row, looked }: Tree,
  inks: Pick<Inks, "ink" | "soft" | "line" | "paper">,
  accent: string,
): void {
  const x = across(all, width);
  const rowOf = new Map(all.branches.map(({ id }, place) => [id, place]));
  const y = (id: string) => ((rowOf.get(id) ?? 0) + 1) * row - BENEATH;
  const leading = new Map(pathTo(all, all.present).map(({ branch, until }) => [branch.id, until]));

  const stroke = (isLeading: boolean) => {
    context.strokeStyle = isLeading ? inks.ink : inks.soft;
    context.lineWidth = isLeading ? 2.5 : 1.25;
    context.stroke();
  };
  for (const { id, origin, first_step, last_step } of all.branches) {
    const until = leading.get(id);
    if (origin !== null) {
      const [left, top, bottom] = [x(origin.step), y(origin.branch), y(id)];
      context.beginPath();
      context.moveTo(left, top);
      context.lineTo(left, bottom - BEND);
      context.bezierCurveTo(left, bottom, left, bottom, x(first_step) + BEND / 2, bottom);
      stroke(until !== undefined);
    }
    const lane = (from: number, to: number, isLeading: boolean) => {
      context.beginPath();
      context.moveTo(x(from), y(id));
      context.lineTo(x(to), y(id));
      stroke(isLeading);
    };
    lane(first_step, last_step, false);
    if (until !== undefined) lane(first_step, until, true);
  }
  const dot = (id: string, step: number, radius: number, color: string) => {
    context.fillStyle = color;
    context.beginPath();
    context.arc(x(step), y(id), radius, 0, 2 * Math.PI);
    context.fill();
  };
  for (const { id, checkpoints, last_step } of all.branches) {
    for (const { step } of checkpoints) dot(id, step, DOT, inks.soft);
    dot(id, last_step, TIP, id === all.present ? inks.ink : inks.soft);
  }
  const seen = looked === null ? null : laneOf(all, looked);
  if (seen === null) return;
  context.strokeStyle = accent;
  context.lineWidth = 2.5;
  context.beginPath();
  context.arc(x(seen.step), y(seen.branch), TIP + 3, 0, 2 * Math.PI);
  context.stroke();
}
