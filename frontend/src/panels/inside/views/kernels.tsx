import { lazily } from "../../../ui/lazily";
import type { InsideView } from "../inside-view";

const Kernels = lazily(async () => (await import("../Kernels")).Kernels);

export const VIEW: InsideView = {
  name: "kernels",
  place: 30,
  label: "inside.kernels",
  tip: "inside.kernels.tip",
  probes: () => [],
  show: () => <Kernels />,
};
