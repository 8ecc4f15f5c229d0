/** The part of the diagram that was clicked, up close: an input, a neuron or a weight. */
import { t } from "../../i18n";
import { form, inputNames } from "../../spec/datasets";
import { shapes, spec } from "../../state/sync/session";
import { type Selection, selection } from "../../state/view/view";
import type { Spec } from "../../wire/types";
import { EdgeView } from "./EdgeView";
import { InputView } from "./InputView";
import { NeuronView } from "./NeuronView";
import "./Selected.css";

/** An image is one channel. */
const inputCount = (data: Spec["data"]) => (form(data) === "image" ? 1 : inputNames(data).length);

/** Whether what was clicked still stands after the edits since. */
export function stands(set: Spec, { layer, ...rest }: Selection): boolean {
  if (layer === "input") {
    return rest.kind === "neuron" && rest.unit < inputCount(set.data);
  }
  const shape = shapes.value.find(({ id }) => id === layer);
  if (shape === undefined) return false;
  if (rest.kind === "layer") return true;
  return rest.unit < (shape.outputs[0] ?? 0);
}

export function Selected() {
  const [set, chosen] = [spec.value, selection.value];
  if (set === null) return null;
  if (chosen === null || chosen.kind === "layer" || !stands(set, chosen)) return <Nothing />;
  if (chosen.kind === "edge") {
    const { layer, unit, input } = chosen;
    return <EdgeView key={`${layer} ${unit} ${input}`} {...chosen} />;
  }
  if (chosen.layer === "input") return <InputView unit={chosen.unit} />;
  return <NeuronView key={`${chosen.layer} ${chosen.unit}`} {...chosen} />;
}

const Nothing = () => (
  <div class="empty" data-testid="selected-empty">
    <svg class="empty-picture" viewBox="0 0 120 48" aria-hidden="true">
      <path d="M24 24 L84 14 M24 24 L84 36" />
      <rect x="6" y="14" width="20" height="20" rx="3" />
      <rect x="84" y="4" width="20" height="20" rx="3" class="on" />
      <rect x="84" y="28" width="20" height="20" rx="3" />
    </svg>
    <p>{t("inside.selected.empty")}</p>
  </div>
);
