/** A page beside others does what the page around it asks, and tells it how it stands. */
import { effect } from "@preact/signals";
import { language } from "../i18n/language";
import { canEdit, command, playing, status } from "../state/sync/session";
import { insideOpen, projector, themeChoice } from "../state/view/view";
import { isFrom, type Look, type Order, type Report, toFrame } from "../wire/lessons";
import { PLAY, RESET } from "./table";

const ORDERED: Readonly<Record<Order, () => void>> = {
  play: () => {
    if (!playing.peek()) PLAY.perform();
  },
  pause: () => {
    if (playing.peek()) void command({ type: "pause" });
  },
  reset: RESET.perform,
};

function wear(look: Look): void {
  language.value = look.language;
  themeChoice.value = look.theme;
  projector.value = look.projector;
}

/** Call once, in a frame. */
export function followThePageAround(): void {
  document.documentElement.dataset.framed = "true";
  // What is compared first is the result: a frame gives it the room.
  insideOpen.value = false;
  addEventListener("message", (event) => {
    if (!isFrom(event, window.parent)) return;
    const message = toFrame(event.data);
    if (message === null) return;
    if ("order" in message) ORDERED[message.order]();
    else wear(message.look);
  });
  effect(() => {
    const ready = status.value !== null && canEdit.value;
    const report: Report = { ready, playing: playing.value };
    window.parent.postMessage(report, location.origin);
  });
}
