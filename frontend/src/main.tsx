import "./style/common.css";
import { render } from "preact";
import { followThePageAround } from "./actions/frame-messages";
import { bringRest, bringTexts } from "./i18n";
import { Embed } from "./pages/Embed";
import { Workbench } from "./pages/Workbench";
import { isEmbedded } from "./state/sync/shared";
import { start } from "./state/sync/start";
import { followRoom } from "./state/view/room";
import { watchWhatIsSeen } from "./state/view/view";
import { classIn } from "./wire/classroom";
import { isFramed, sideBySideIn } from "./wire/lessons";
import { pageAddress } from "./wire/page-address";
import "./style/base.css";
import "./style/forced.css";

const sideBySide = () => (isFramed ? null : sideBySideIn(pageAddress.hash));

const root = document.getElementById("app");
const lesson = sideBySide();
addEventListener("hashchange", () => {
  // The two pages share nothing that runs: the other one begins anew.
  if (sideBySide() !== lesson) location.reload();
});
const AGAIN_MS = 2000;

const room = classIn(pageAddress);

/** The workbench is what nearly all come for: the code of other pages comes when it is asked for. */
async function page() {
  if (room?.page === "teacher") {
    const { TeacherPage } = await import("./classroom/TeacherPage");
    return <TeacherPage access={room} />;
  }
  if (room?.page === "join") {
    const { JoinPage } = await import("./classroom/JoinPage");
    return <JoinPage code={room.code} seat={room.seat} inside={() => <Workbench />} />;
  }
  if (isEmbedded) return <Embed />;
  if (lesson === null) return <Workbench />;
  const { SideBySide } = await import("./pages/SideBySide");
  return <SideBySide id={lesson} />;
}

async function show(): Promise<void> {
  followRoom();
  const isBench = room === null && lesson === null && !isEmbedded;
  // The first visit waits for no more than it shows.
  const [shown] = await Promise.all([page(), isBench ? bringTexts() : bringRest()]);
  if (root !== null) render(shown, root);
  if (isFramed && !isEmbedded) followThePageAround();
  if (room === null && lesson === null) {
    watchWhatIsSeen();
    void start();
  }
  if (isBench) void bringRest();
}

// There are no texts yet to say it in: a moment later, or from a server that was renewed, all may come.
show().catch(() => setTimeout(() => location.reload(), AGAIN_MS));
