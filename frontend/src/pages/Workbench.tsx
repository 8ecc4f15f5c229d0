/** The main view: data, network, result side by side; the inside of it beneath. */
import { effect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useAppearance } from "../actions/Appearance";
import { listenToKeys } from "../actions/key-listener";
import { Area, emptied } from "../classroom/Area";
import { ClassMenu } from "../classroom/ClassMenu";
import { Screen } from "../classroom/Screen";
import { Diagram } from "../editor/Diagram";
import { keepDiagram } from "../editor/diagram-picture";
import { DropTarget } from "../editor/ImportMenu";
import { Notices } from "../editor/Notices";
import { TopBar } from "../editor/TopBar";
import { t } from "../i18n";
import { Lessons } from "../lessons/Lessons";
import { DataPanel } from "../panels/data/DataPanel";
import { Inside } from "../panels/inside/Inside";
import { Figures } from "../panels/result/Figures";
import { LossChart } from "../panels/result/LossChart";
import { Result } from "../panels/result/Result";
import { TrainingPanel } from "../panels/training/TrainingPanel";
import { History } from "../sharing/History";
import { People } from "../sharing/People";
import { SentAway } from "../sharing/SentAway";
import { Share } from "../sharing/Share";
import { SharingNotices } from "../sharing/SharingNotices";
import { sayWhatHappens } from "../sharing/spoken-edits";
import { membership } from "../state/people/membership";
import { mayChange } from "../state/sync/areas";
import { connection, looked, spec, status } from "../state/sync/session";
import { isLost, sentAway } from "../state/sync/shared";
import { followFigures } from "../state/view/figures";
import { followFindings } from "../state/view/findings";
import { aboutOpen } from "../state/view/panels";
import { isLarge, zoom } from "../state/view/room";
import { drawerOpen, insideOpen } from "../state/view/view";
import { keepFocus } from "../ui/focus";
import { lazily } from "../ui/lazily";
import { insidePane, leftPane, rightPane } from "./panes";
import { Separator } from "./Separator";
import { SkipLinks } from "./SkipLinks";
import "./Workbench.css";

const PupilBar = lazily(async () => (await import("../classroom/PupilBar")).PupilBar);
const PastLine = lazily(async () => (await import("../panels/inside/PastLine")).PastLine);
const About = lazily(async () => (await import("../editor/About")).About);

export function Workbench() {
  useEffect(() => {
    const stops = [
      listenToKeys(),
      followFigures(),
      keepDiagram(),
      followDrawer(),
      foldFromAfar(),
      keepFocus(),
      followFindings(),
      sayWhatHappens(),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  useAppearance(() => {
    const [whose, name] = [membership.value, spec.value?.name ?? ""];
    return whose?.teaching ? [whose.nickname, name].filter(Boolean).join(" · ") : name;
  });
  const [left = 0, right = 0, inside = 0] = [leftPane, rightPane, insidePane].map(
    ({ size }) => size.value * zoom.value,
  );
  const empty = emptied();
  // From afar figures and curves stand beneath the network: the picture has its column for itself.
  const beneath = isLarge.value && !empty.includes("network");
  const away = sentAway.value;
  if (away !== null) return <SentAway why={away} />;
  return (
    <div
      class="workbench"
      data-empty={empty}
      data-past={looked.value !== null}
      data-stale={
        isLost.value || connection.value === "reconnecting" || status.value?.state === "restarting"
      }
      style={{
        "--left": `${left}px`,
        "--right": `${right}px`,
        "--inside": insideOpen.value ? `${inside}px` : "auto",
        "--inside-room": insideOpen.value ? `${inside}px` : "3.1rem",
      }}
    >
      <SkipLinks />
      <TopBar people={<People />}>
        <Share />
        <ClassMenu />
      </TopBar>
      {membership.value !== null && <PupilBar />}
      <Notices>
        {looked.value !== null && <PastLine />}
        <SharingNotices />
      </Notices>
      <History />
      {aboutOpen.value && <About />}
      <DropTarget />
      <Lessons />
      <aside
        id="setup"
        class="setup"
        data-open={drawerOpen.value}
        aria-label={t("top.drawer")}
        data-folded={left === 0}
        // Where nothing in it takes the focus, keys scroll it all the same.
        {...(mayChange.data.value || mayChange.training.value ? {} : { tabIndex: 0 })}
      >
        <Area name="data">
          <DataPanel />
        </Area>
        <Area name="training">
          <TrainingPanel />
        </Area>
      </aside>
      {drawerOpen.value && <Scrim />}
      <main class="middle">
        <Separator label={t("pane.left")} pane={leftPane} grows="right" controls="setup" />
        <div class="centre">
          <Area name="network">{spec.value === null ? <Loading /> : <Diagram />}</Area>
          {beneath && (
            <div class="run">
              <Figures />
              <LossChart />
            </div>
          )}
        </div>
        <Separator label={t("pane.right")} pane={rightPane} grows="left" controls="outcome" />
        <Separator label={t("pane.inside")} pane={insidePane} grows="up" controls="inside" />
      </main>
      <aside id="outcome" class="outcome" aria-label={t("pane.outcome")} data-folded={right === 0}>
        <Result figures={!beneath} />
        {!beneath && <LossChart />}
      </aside>
      <div id="inside" class="inside" data-folded={inside === 0 && insideOpen.value}>
        <Area name="inside">
          <Inside />
        </Area>
      </div>
      <Screen />
    </div>
  );
}

/** From afar the inside begins folded: the picture is the largest thing in the room. */
function foldFromAfar(): () => void {
  let was = false;
  return effect(() => {
    const now = isLarge.value;
    if (now === was) return;
    was = now;
    insideOpen.value = !now;
  });
}

/** The keys go where the drawer goes: into it, and back to its button. */
function followDrawer(): () => void {
  let was = drawerOpen.peek();
  return effect(() => {
    const now = drawerOpen.value;
    if (now === was) return;
    was = now;
    // The panel can take the focus only once it is shown.
    requestAnimationFrame(() => {
      const [panel, button] = ["#setup", ".drawer-button"].map((name) =>
        document.querySelector<HTMLElement>(name),
      );
      const on = document.activeElement;
      if (now) panel?.querySelector<HTMLElement>("button")?.focus({ preventScroll: true });
      else if (on === document.body || panel?.contains(on)) button?.focus();
    });
  });
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
