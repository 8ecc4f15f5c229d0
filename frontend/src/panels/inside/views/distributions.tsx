import { chosenLayer } from "../../../state/view/view";
import { lazily } from "../../../ui/lazily";
import { PROBES } from "../../../wire/catalogue";
import type { InsideView } from "../inside-view";

const Distributions = lazily(async () => (await import("../Distributions")).Distributions);

export const VIEW: InsideView = {
  name: "distributions",
  place: 20,
  label: "inside.distributions",
  tip: "inside.distributions.tip",
  probes: () => [
    { probe: "histograms", layer: chosenLayer.value, bins: PROBES.histograms.bins.default },
  ],
  show: () => <Distributions />,
};
