import { render } from "preact";
import { obeyThePageAround } from "./editor/obey";
import { SideBySide } from "./pages/SideBySide";
import { Workbench } from "./pages/Workbench";
import { start } from "./state/start";
import { isFramed, sideBySideIn } from "./wire/lessons";
import "./style/base.css";

const sideBySide = () => (isFramed ? null : sideBySideIn(location.hash));

const root = document.getElementById("app");
const lesson = sideBySide();
addEventListener("hashchange", () => {
  // The two pages share nothing that runs: the other one begins anew.
  if (sideBySide() !== lesson) location.reload();
});
if (root !== null) render(lesson === null ? <Workbench /> : <SideBySide id={lesson} />, root);
if (isFramed) obeyThePageAround();
if (lesson === null) void start();
