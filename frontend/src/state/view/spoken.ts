/** A unit, a layer or a weight in one sentence with the numbers of now, for ears. */
import { t } from "../../i18n";
import { figure, grouped, percent } from "../../i18n/text";
import { boundOf, meanOf, shareAtZero } from "../../plots/heatmap";
import { bytes, floats, texts } from "../../wire/frames";
import type { LayerShape } from "../../wire/types";
import { latest } from "../live/frames";
import { shapes } from "../sync/session";
import { unitName } from "./layer-names";

/** Those that give 0 for half of all numbers, and no gradient there. */
const FLAT: ReadonlySet<string> = new Set(["relu", "relu6"]);

const sentence = (name: string, facts: readonly string[]) =>
  facts.length === 0 ? name : t("say.numbers", { name, numbers: facts.join(", ") });

/** "Layer 1, unit 1: bias 0.3, mean 0.1, dead for 12%". */
export function spokenUnit(id: string, unit: number): string {
  const facts: string[] = [];
  const [maps, weights] = [latest("neurons"), latest("weights")];
  const bias = weights === undefined ? null : floats(weights, `${id}.bias`);
  if (bias !== null) facts.push(t("say.bias", { value: figure(bias.data[unit]) }));
  const map = maps === undefined ? null : bytes(maps, id);
  if (maps !== undefined && map !== null && unit < (map.shape[0] ?? 0)) {
    facts.push(t("say.mean", { value: figure(meanOf(map, unit, boundOf(maps, id, unit))) }));
    const shape = shapes.value.find((each) => each.id === id);
    const off = FLAT.has(shape?.activation ?? "") ? shareAtZero(map, unit) : 0;
    if (off > 0) facts.push(t("say.dead", { share: percent(off) }));
  }
  return sentence(unitName(id, unit), facts);
}

/** What is said of a layer beyond its card's name: what it takes and gives, and how it learns. */
export function spokenLayer(card: string, { id, inputs, outputs, parameters }: LayerShape): string {
  const facts = [
    t("say.shape", { inputs: inputs.join(" × "), outputs: outputs.join(" × ") }),
    t("net.parameters", { count: grouped(parameters) }),
  ];
  const frame = latest("metrics");
  const norms = frame === undefined ? null : floats(frame, "gradient_norms");
  const norm = norms?.data[frame === undefined ? -1 : texts(frame, "layers").indexOf(id)];
  if (norm !== undefined) facts.push(t("say.norm", { value: figure(norm) }));
  return sentence(card, facts);
}

/** "x₁: weight 0.3, gradient 0.01". */
export const spokenWeight = (name: string, weight: number, gradient: number): string =>
  sentence(name, [
    t("say.weight", { value: figure(weight) }),
    t("say.gradient", { value: figure(gradient) }),
  ]);
