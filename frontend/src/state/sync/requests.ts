/** Requests of edits: the operations that lead from one spec to another. */
import type { Operation } from "fast-json-patch";
import { differences } from "../../spec/patches";
import { type Access, patchSpec, revise } from "../../wire/api";
import type { Fix, LayerSpec, Spec } from "../../wire/types";
import { myName } from "../people/people";
import { newRequest, type SentCommand, type SentEdit } from "./outbox";

const LAYERS = "/network/layers";

const shape = (layers: readonly LayerSpec[]): string =>
  layers
    .map((layer) =>
      layer.kind === "block" ? `${layer.id}(${shape(layer.layers)})` : `${layer.kind} ${layer.id}`,
    )
    .join();

/** Layers that came, went or moved go over the wire whole: place by place they would be hundreds. */
export function request(before: Spec, after: Spec): Operation[] {
  const patch = differences(before, after);
  const { layers } = after.network;
  if (shape(before.network.layers) === shape(layers)) return patch;
  const others = patch.filter(({ path }) => !path.startsWith(`${LAYERS}/`));
  return [{ op: "replace", path: LAYERS, value: layers }, ...others];
}

/** The edit that leads there from what the server has; null where nothing is to be changed. */
export function editTo(after: Spec, { spec, revision }: From): SentEdit | null {
  const patch = request(spec, after);
  if (patch.length === 0) return null;
  return { request: newRequest(), revision, patch, author: myName.peek() };
}

interface From {
  readonly spec: Spec;
  readonly revision: number;
}

export const sendOff = (to: Access, sent: SentEdit | SentCommand) =>
  "patch" in sent ? patchSpec(to, sent) : revise(to, sent.command, sent.request);

/** The refused operations and then the fix's: one edit that leads from what the server has. */
export const fixed = (refused: readonly Operation[], { patch }: Fix): Operation[] => [
  ...refused,
  ...(patch as unknown as Operation[]),
];
