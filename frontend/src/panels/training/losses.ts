/** The losses as the panel offers them. */
import { defaults, ordered } from "../../wire/bounds";
import { LOSSES as FACTS } from "../../wire/catalogue";
import type { LossSpec } from "../../wire/types";
import { type ParamRow, rowsOf } from "./params";

type Kind = LossSpec["kind"];

export const LOSS_KINDS = ordered<Kind>(Object.keys(FACTS) as Kind[], [
  "binary_cross_entropy",
  "cross_entropy",
  "mse",
  "huber",
]);

export const LOSSES = Object.fromEntries(
  LOSS_KINDS.map((kind) => [kind, { kind, ...defaults(FACTS[kind].fields) }]),
) as Readonly<Record<Kind, LossSpec>>;

export const lossRows = (kind: Kind): readonly ParamRow[] => rowsOf(kind, FACTS[kind].fields);
