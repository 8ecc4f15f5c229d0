/** Inside the network: gradients, distributions, one neuron or weight, and the way back in time. */
import "./Inside.css";
import { useSignalEffect } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import { t } from "../../i18n";
import { firstPicture } from "../../state/live/frames";
import { hiddenAreas } from "../../state/people/membership";
import { spec } from "../../state/sync/session";
import { insideOpen, insideProbes, insideTab, selection } from "../../state/view/view";
import { focusWhenThere } from "../../ui/focus";
import { Icon } from "../../ui/icons";
import { lazily } from "../../ui/lazily";
import { type Tab, Tabs } from "../../ui/tabs";
import { VIEWS, viewNamed } from "./views";

const TimeSlider = lazily(async () => (await import("./TimeSlider")).TimeSlider, firstPicture);

/** Escape leads back to what is selected in the diagram, and then the page clears the selection. */
function leaveByKey({ key }: KeyboardEvent): void {
  const chosen = selection.value;
  if (key !== "Escape" || chosen === null) return;
  const own =
    chosen.kind === "layer" ? `layer-${chosen.layer}` : `neuron-${chosen.layer}-${chosen.unit}`;
  const there = document.querySelector(`[data-testid="${own}"]`);
  focusWhenThere(there === null ? '.stage [tabindex="0"]' : `[data-testid="${own}"]`);
}

export function Inside() {
  const id = useId();
  const chosen = viewNamed(insideTab.value);
  useSignalEffect(() => {
    insideProbes.value = (insideOpen.value && viewNamed(insideTab.value)?.probes()) || [];
    return () => {
      insideProbes.value = [];
    };
  });
  useEffect(() => {
    void firstPicture.then(() => Promise.allSettled(VIEWS.map(({ soon }) => soon?.())));
  }, []);
  if (chosen === undefined) return null;
  const tabs = VIEWS.map(
    ({ name, label, tip }): Tab<string> => ({
      name,
      text: t(label),
      tip: t(tip),
      testid: `tab-${name}`,
    }),
  );
  return (
    <section class="inner" aria-label={t("inside.panel")} onKeyDown={leaveByKey}>
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
          chosen={chosen.name}
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
        tabIndex={-1}
        aria-labelledby={`${id}-tab-${chosen.name}`}
        hidden={!insideOpen.value}
      >
        {insideOpen.value && spec.value !== null && chosen.show()}
      </div>
    </section>
  );
}
