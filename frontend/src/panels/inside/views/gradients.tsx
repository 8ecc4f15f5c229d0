import { GradientFlow } from "../GradientFlow";
import type { InsideView } from "../inside-view";

export const VIEW: InsideView = {
  name: "gradients",
  place: 10,
  label: "inside.gradients",
  tip: "inside.gradients.tip",
  probes: () => [],
  show: () => <GradientFlow />,
};
