/** The leaderboard of a challenge: on the teacher's page, large for the back row, and for pupils. */

import { t } from "../i18n";
import { grouped } from "../i18n/text";
import { Icon } from "../ui/icons";
import type { Challenge } from "../wire/classroom";
import { overText, scoreText } from "./scores";
import "./Leaderboard.css";

interface LeaderboardProps {
  readonly challenge: Challenge;
  /** Whose row stands out. */
  readonly own?: string | undefined;
  readonly most?: number;
  readonly testid?: string;
}

export function Leaderboard({ challenge, own, most, testid }: LeaderboardProps) {
  const { entries, board } = challenge;
  // Who has no score is listed where there is something to say: how far they are, or why not.
  const told = entries.filter(
    ({ score, now, over }) => score !== null || now > 0 || over.length > 0,
  );
  if (told.length === 0) {
    return <p class="quiet-line">{t("room.board.empty")}</p>;
  }
  const shown = told.slice(0, most ?? told.length);
  return (
    <ol class="leaderboard" data-testid={testid ?? "leaderboard"}>
      {shown.map((entry, place) => (
        <li
          key={entry.pupil}
          data-own={entry.pupil === own}
          data-reached={entry.reached}
          data-testid={`entry-${entry.nickname}`}
        >
          <span class="rank">{entry.score !== null && place + 1}</span>
          <span class="who">
            <b>{entry.nickname}</b>
            <small>
              {entry.step === null
                ? t("room.board.on.way", { step: grouped(entry.now) })
                : t("room.board.steps", { step: grouped(entry.step) })}
              {" · "}
              {t("room.board.parameters", { count: grouped(entry.parameters) })}
              {entry.over.length > 0 && ` · ${t("room.board.over", { what: overText(entry) })}`}
            </small>
          </span>
          <b class="score">{scoreText(entry.score, board)}</b>
          <span class="reached">
            {entry.reached && (
              <>
                <Icon name="done" />
                <span class="visually-hidden">{t("room.challenge.reached")}</span>
              </>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}

export function Target({ challenge: { target, board } }: { readonly challenge: Challenge }) {
  return (
    <span>
      {t("room.challenge.target", {
        score: target === null ? t("room.challenge.no.target") : scoreText(target, board),
      })}
    </span>
  );
}

/** What is to be reached, and with how much. */
export const Terms = ({ challenge }: { readonly challenge: Challenge }) => (
  <>
    <Target challenge={challenge} />
    {(["parameters", "steps", "layers"] as const).map((limit) => {
      const most = challenge.budget[limit];
      return (
        most !== null && (
          <span key={limit}>
            {t(`room.challenge.${limit}`)} ≤ {grouped(most)}
          </span>
        )
      );
    })}
  </>
);
