/** The main view: data, network, result side by side; the inside of it beneath. */
import { useEffect } from "preact/hooks";
import { useAppearance } from "../editor/Appearance";
import { Diagram } from "../editor/Diagram";
import { keepDiagram } from "../editor/diagram-picture";
import { DropTarget } from "../editor/ImportMenu";
import { listenToKeys } from "../editor/keys";
import { followFigures } from "../editor/live";
import { Notices } from "../editor/Notices";
import { insidePane, leftPane, rightPane } from "../editor/panes";
import { Separator } from "../editor/Separator";
import { TopBar } from "../editor/TopBar";
import { t } from "../i18n";
import { DataPanel } from "../panels/DataPanel";
import { Inside } from "../panels/Inside";
import { Lessons } from "../panels/Lessons";
import { LossChart } from "../panels/LossChart";
import { Result } from "../panels/Result";
import { TrainingPanel } from "../panels/TrainingPanel";
import { connection, spec, status } from "../state/session";
import { drawerOpen, insideOpen, projector } from "../state/view";
import "../style/layout.css";
import "../style/bars.css";
import "../style/windows.css";
import "../style/editor.css";
import "../style/popovers.css";
import "../style/result.css";
import "../style/layers.css";
import "../style/training.css";
import "../style/own-data.css";
import "../style/looking.css";

export function Workbench() {
  useEffect(() => {
    const stops = [listenToKeys(), followFigures(), keepDiagram()];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  useAppearance(() => spec.value?.name ?? "");
  const [left, right, inside] = [leftPane, rightPane, insidePane].map(({ size }) => size.value);
  return (
    <div
      class="workbench"
      data-stale={connection.value === "reconnecting" || status.value?.state === "restarting"}
      style={{
        "--left": `${left}px`,
        // For the back row the picture is larger.
        "--right": projector.value === "on" && right !== 0 ? `max(30vw, ${right}px)` : `${right}px`,
        "--inside": insideOpen.value ? `${inside}px` : "auto",
        "--inside-room": insideOpen.value ? `${inside}px` : "40px",
      }}
    >
      <TopBar />
      <Notices />
      <DropTarget />
      <Lessons />
      <aside id="setup" class="setup" data-open={drawerOpen.value} data-folded={left === 0}>
        <DataPanel />
        <TrainingPanel />
      </aside>
      {drawerOpen.value && <Scrim />}
      <Separator label={t("pane.left")} pane={leftPane} grows="right" controls="setup" />
      <main class="centre">{spec.value === null ? <Loading /> : <Diagram />}</main>
      <Separator label={t("pane.right")} pane={rightPane} grows="left" controls="outcome" />
      <aside id="outcome" class="outcome" data-folded={right === 0}>
        <Result />
        <LossChart />
      </aside>
      <Separator label={t("pane.inside")} pane={insidePane} grows="up" controls="inside" />
      <div id="inside" class="inside" data-folded={inside === 0 && insideOpen.value}>
        <Inside />
      </div>
    </div>
  );
}

/** Behind the drawer: a click beside it closes it, as Escape does. */
const Scrim = () => (
  <button
    type="button"
    class="scrim"
    aria-label={t("close")}
    onClick={() => {
      drawerOpen.value = false;
    }}
  />
);

const Loading = () => (
  <p class="loading" role="status">
    {t("state.loading")}
  </p>
);
