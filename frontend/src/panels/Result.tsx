/** What the network has learned: its answer over a plane, for single samples, or class by class. */
import { useId } from "preact/hooks";
import { Figures } from "../editor/Figures";
import { Legend } from "../editor/Legend";
import { hoveredUnit } from "../editor/live";
import { SaveButton } from "../editor/SaveButton";
import { geometry } from "../editor/scene";
import { unitName } from "../editor/Tooltip";
import { t } from "../i18n";
import {
  discrete,
  type ResultTab,
  resultChoice,
  resultTab,
  resultTabs,
  showTest,
} from "../state/view";
import { Confusion } from "./Confusion";
import { Gallery } from "./Gallery";
import { PlanePicture } from "./PlanePicture";
import { type Tab, Tabs } from "./tabs";

const BODIES: Readonly<Record<ResultTab, () => preact.ComponentChild>> = {
  plane: () => (
    <>
      <PlanePicture />
      <Legend />
    </>
  ),
  samples: () => <Gallery />,
  confusion: () => <Confusion />,
};

export function Result() {
  const id = useId();
  const shown = resultTab.value;
  const many = resultTabs.value.length > 1;
  return (
    <section class="result" aria-label={t("result.name")}>
      <div class="head">
        <h2>{title()}</h2>
        {shown === "plane" && <Checks />}
        <SaveButton name={shown === "plane" ? "boundary" : shown} />
      </div>
      {many && (
        <Tabs
          label={t("result.name")}
          tabs={resultTabs.value.map(
            (name): Tab<ResultTab> => ({
              name,
              text: t(`result.tab.${name}`),
              tip: t(`result.tab.${name}.tip`),
              testid: `result-${name}`,
            }),
          )}
          chosen={shown}
          fills={id}
          onChoose={(name) => {
            resultChoice.value = name;
          }}
        />
      )}
      <div
        id={id}
        class="result-body"
        {...(many ? { role: "tabpanel", "aria-labelledby": `${id}-tab-${shown}` } : {})}
      >
        {BODIES[shown]()}
      </div>
      <Figures />
    </section>
  );
}

const Checks = () => (
  <>
    <label class="check" title={t("result.test.tip")}>
      <input
        type="checkbox"
        data-testid="show-test"
        checked={showTest.value}
        onChange={({ currentTarget }) => {
          showTest.value = currentTarget.checked;
        }}
      />
      {t("result.test")}
    </label>
    <label class="check" title={t("result.discrete.tip")}>
      <input
        type="checkbox"
        data-testid="discretize"
        checked={discrete.value}
        onChange={({ currentTarget }) => {
          discrete.value = currentTarget.checked;
        }}
      />
      {t("result.discrete")}
    </label>
  </>
);

function title(): string {
  const on = hoveredUnit.value;
  const column = geometry.value?.columns.find(({ id }) => id === on?.layer);
  return on === null || column === undefined ? t("result.name") : unitName(column, on.unit);
}
