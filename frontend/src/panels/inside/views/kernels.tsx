import type { InsideView } from "../inside-view";
import { Kernels } from "../Kernels";

export const VIEW: InsideView = {
  name: "kernels",
  place: 30,
  label: "inside.kernels",
  tip: "inside.kernels.tip",
  probes: () => [],
  show: () => <Kernels />,
};
