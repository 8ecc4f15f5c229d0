/** The challenge beside the teacher's grid: its terms and its leaderboard. */

import { t } from "../i18n";
import { Icon } from "../ui/icons";
import { Leaderboard, Terms } from "./Leaderboard";
import { projected } from "./Projection";
import { closed, room } from "./teaching";
import "./Board.css";

export function Board() {
  const challenge = room.value?.challenge ?? null;
  if (challenge === null) return null;
  const { ended, fresh } = challenge;
  return (
    <aside class="room-board" aria-label={t("room.board")} data-testid="board">
      <div class="head">
        <h2>{t("room.board")}</h2>
        <span class="quiet-line">
          {t(
            ended === null && closed.value === null
              ? "room.challenge.running"
              : "room.challenge.over",
          )}
        </span>
        <button
          type="button"
          class="quiet icon"
          data-testid="board-large"
          title={t("room.board.large")}
          onClick={() => {
            projected.value = "board";
          }}
        >
          <Icon name="projector" />
        </button>
      </div>
      <p class="quiet-line room-terms">
        <Terms challenge={challenge} />
      </p>
      {!fresh && <p class="quiet-line">{t("room.challenge.seen")}</p>}
      <Leaderboard challenge={challenge} />
    </aside>
  );
}
