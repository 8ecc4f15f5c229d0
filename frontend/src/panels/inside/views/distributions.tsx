import { chosenLayer } from "../../../state/view/view";
import { PROBES } from "../../../wire/catalogue";
import { Distributions } from "../Distributions";
import type { InsideView } from "../inside-view";

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
