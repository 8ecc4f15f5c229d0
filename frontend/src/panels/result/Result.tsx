/** The result panel: the network's answer over a plane, for single samples, or class by class. */
import "./Result.css";
import { useId } from "preact/hooks";
import { SaveButton } from "../../charts/SaveButton";
import { t } from "../../i18n";
import { hoveredUnit } from "../../state/view/figures";
import { isLayer, unitName } from "../../state/view/layer-names";
import {
  discrete,
  type ResultTab,
  resultChoice,
  resultTab,
  resultTabs,
  showTest,
} from "../../state/view/view";
import { lazily } from "../../ui/lazily";
import { type Tab, Tabs } from "../../ui/tabs";
import { Figures } from "./Figures";
import { Legend } from "./Legend";
import { PlanePicture } from "./PlanePicture";

const Confusion = lazily(async () => (await import("./Confusion")).Confusion);
const Gallery = lazily(async () => (await import("./Gallery")).Gallery);

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

interface ResultProps {
  /** Whether the errors stand beneath the picture. */
  readonly figures?: boolean;
}

export function Result({ figures = true }: ResultProps) {
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
      {figures && <Figures />}
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
  return on === null || !isLayer(on.layer) ? t("result.name") : unitName(on.layer, on.unit);
}
