/** A menu that chooses whose screen every pupil's page shows. */

import { t } from "../i18n";
import { NamedMenu } from "../ui/Popover";
import { order, pupilsById, room, tellClass } from "./teaching";
import "./ShowMenu.css";

/** Whose screen everybody sees, in words; null for nobody's. */
export function shownName(): string | null {
  const whose = room.value?.showing ?? null;
  if (whose === null) return null;
  return whose === "teacher"
    ? t("room.showing.teacher")
    : (pupilsById.value.get(whose)?.nickname ?? null);
}

export function ShowMenu() {
  const now = room.value?.showing ?? null;
  return (
    <NamedMenu
      class="room-action"
      label={t("room.show")}
      title={t("room.show.tip")}
      testid="show"
      icon="projector"
    >
      {(close) => (
        <div class="menu show-menu">
          {[null, "teacher", ...order.value].map((whose) => (
            <button
              key={whose ?? ""}
              type="button"
              class="quiet item"
              aria-pressed={now === whose}
              data-testid={`show-${whose === null ? "none" : (pupilsById.value.get(whose)?.nickname ?? whose)}`}
              onClick={() =>
                void tellClass({ type: "show", whose }).then((taken) => {
                  if (taken) close();
                })
              }
            >
              {whose === null
                ? t("room.show.none")
                : whose === "teacher"
                  ? t("room.show.teacher")
                  : pupilsById.value.get(whose)?.nickname}
            </button>
          ))}
        </div>
      )}
    </NamedMenu>
  );
}
