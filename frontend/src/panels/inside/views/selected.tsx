import { chosenSample, plane, selection } from "../../../state/view/view";
import { lazily } from "../../../ui/lazily";
import { PROBES } from "../../../wire/catalogue";
import type { ProbeSpec } from "../../../wire/types";
import type { InsideView } from "../inside-view";

const bring = async () => (await import("../Selected")).Selected;
const Selected = lazily(bring);

function neuron(): readonly ProbeSpec[] {
  const chosen = selection.value;
  if (chosen?.kind !== "neuron" || chosen.layer === "input") return [];
  const { layer, unit } = chosen;
  const [resolution, bins] = [PROBES.neuron.resolution.default, PROBES.neuron.bins.default];
  const [cut, sample] = [plane.value, chosenSample.value];
  return [{ probe: "neuron", layer, unit, resolution, bins, plane: cut, sample }];
}

export const VIEW: InsideView = {
  name: "selected",
  place: 40,
  label: "inside.selected",
  tip: "inside.selected.tip",
  probes: neuron,
  show: () => <Selected />,
  soon: bring,
};
