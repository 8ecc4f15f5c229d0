/** Inside the network: gradients, distributions, one neuron or weight, and the way back in time. */
import "./Inside.css";
import { useId } from "preact/hooks";
import { t } from "../../i18n";
import { hiddenAreas } from "../../state/people/membership";
import { spec } from "../../state/sync/session";
import { type InsideTab, insideOpen, insideTab } from "../../state/view/view";
import { Icon } from "../../ui/icons";
import { type Tab, Tabs } from "../../ui/tabs";
import { Distributions } from "./Distributions";
import { GradientFlow } from "./GradientFlow";
import { Kernels } from "./Kernels";
import { Selected } from "./Selected";
import { TimeSlider } from "./TimeSlider";

const PANELS: Readonly<Record<InsideTab, () => preact.ComponentChild>> = {
  gradients: () => <GradientFlow />,
  distributions: () => <Distributions />,
  kernels: () => <Kernels />,
  selected: () => <Selected />,
};

const TABS = Object.keys(PANELS) as InsideTab[];

export function Inside() {
  const id = useId();
  const chosen = insideTab.value;
  const tabs = TABS.map(
    (name): Tab<InsideTab> => ({
      name,
      text: t(`inside.${name}`),
      tip: t(`inside.${name}.tip`),
      testid: `tab-${name}`,
    }),
  );
  return (
    <section class="inner" aria-label={t("inside.panel")}>
      <div class="inner-head">
        <button
          type="button"
          class="quiet icon unfold"
          data-testid="inside-fold"
          aria-expanded={insideOpen.value}
          aria-controls={id}
          aria-label={t("inside.panel")}
          title={insideOpen.value ? t("inside.close") : t("inside.open")}
          onClick={() => {
            insideOpen.value = !insideOpen.value;
          }}
        >
          <Icon name="more" />
        </button>
        <Tabs
          label={t("inside.panel")}
          tabs={tabs}
          chosen={chosen}
          fills={id}
          onChoose={(name) => {
            insideTab.value = name;
            insideOpen.value = true;
          }}
        />
        {!hiddenAreas.value.has("transport") && <TimeSlider />}
      </div>
      <div
        id={id}
        class="inner-body"
        role="tabpanel"
        aria-labelledby={`${id}-tab-${chosen}`}
        hidden={!insideOpen.value}
      >
        {insideOpen.value && spec.value !== null && PANELS[chosen]()}
      </div>
    </section>
  );
}
