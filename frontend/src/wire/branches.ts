/** A session's past: its branches, and the curves of each. */
import { type Access, bearer, call } from "./api";
import type { Wire } from "./generated";

export type Branch = Wire["BranchMessage"];
export type Branches = Wire["BranchesMessage"];
export type BranchCurves = Wire["BranchCurves"];

const of = ({ id }: Access) => `/api/sessions/${id}/branches`;

export const fetchBranches = (to: Access) => call<Branches>(of(to), "GET", undefined, bearer(to));

export const fetchBranchCurves = (to: Access, branch: string) =>
  call<BranchCurves>(`${of(to)}/${branch}/curves`, "GET", undefined, bearer(to));
