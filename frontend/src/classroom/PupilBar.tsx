/** A pupil's class, in one line above the workbench: who they are, their hand, the challenge. */
import { useEffect, useRef, useState } from "preact/hooks";
import { type Key, t } from "../i18n";
import { language } from "../i18n/language";
import { grouped } from "../i18n/text";
import { membership } from "../state/people/membership";
import { access, shapes } from "../state/sync/session";
import { liveStep } from "../state/view/figures";
import { CloseButton } from "../ui/CloseButton";
import { Icon } from "../ui/icons";
import { MenuButton } from "../ui/Popover";
import { Qr } from "../ui/Qr";
import type { Wire } from "../wire/generated";
import { addressOfShared } from "../wire/sharing";
import { joinPath, leaveInThisTab, readableCode, seatPath } from "./class-storage";
import { Leaderboard, Target } from "./Leaderboard";
import { pupil, raise } from "./pupil";
import { screenName, screenOpen } from "./Screen";
import { rankOf, scoreText, usesOf } from "./scores";
import "./PupilBar.css";
import "./classroom.css";

const TOLD_MS = 15_000;

type Membership = Wire["PupilMessage"];

export function PupilBar() {
  const now = membership.value;
  const [isClosed, setClosed] = useState(false);
  if (now === null || isClosed) return null;
  if (now.teaching) {
    return (
      <section class="pupil-bar" data-testid="pupil-bar" aria-label={t("room.pupil")}>
        <b class="pupil-name" data-testid="pupil-name">
          {now.nickname}
        </b>
        <p>{t("room.teaching", { nickname: now.nickname })}</p>
      </section>
    );
  }
  if (now.over) {
    return (
      <div class="pupil-bar" data-testid="pupil-bar" data-over>
        <p role="status">{t(now.removed ? "room.pupil.removed" : "room.pupil.over")}</p>
        <a
          class="button"
          data-testid="pupil-own"
          href={addressOfShared(access.value ?? { id: "", token: "" })}
        >
          {t("room.pupil.own")}
        </a>
        {now.removed && pupil.value !== null && (
          <button
            type="button"
            data-testid="pupil-door"
            onClick={() => {
              leaveInThisTab();
              location.assign(joinPath(pupil.value?.code ?? ""));
            }}
          >
            {t("room.pupil.door")}
          </button>
        )}
        <Kept kept={now.kept} given={now.given} />
        <CloseButton onClick={() => setClosed(true)} />
      </div>
    );
  }
  return (
    <section class="pupil-bar" data-testid="pupil-bar" aria-label={t("room.pupil")}>
      <b class="pupil-name" data-testid="pupil-name">
        {now.nickname}
      </b>
      {pupil.value !== null && (
        <button
          type="button"
          class="pupil-hand"
          data-testid="hand"
          aria-pressed={now.hand}
          title={t("room.hand.tip")}
          aria-label={t(now.hand ? "room.hand.lower" : "room.hand.raise")}
          onClick={() => void raise(!now.hand)}
        >
          <Icon name="hand" />
          <span>{t(now.hand ? "room.hand.lower" : "room.hand.raise")}</span>
        </button>
      )}
      {now.challenge !== null && <OwnChallenge now={now} challenge={now.challenge} />}
      <span class="room-gap" />
      {now.showing !== null && !now.eyes_here && now.showing.whose === now.pupil && (
        <span class="pupil-shown" role="status" data-testid="own-screen">
          {t("room.screen.own")}
        </span>
      )}
      {now.showing !== null && now.showing.whose !== now.pupil && !screenOpen.value && (
        <button
          type="button"
          data-testid="screen-open"
          onClick={() => {
            screenOpen.value = true;
          }}
        >
          <Icon name="projector" />
          <span>{screenName(now.showing)}</span>
        </button>
      )}
      <Kept kept={now.kept} given={now.given} />
      {pupil.value !== null && now.seat !== "" && <Seat code={pupil.value.code} seat={now.seat} />}
    </section>
  );
}

/** The way to go on on another device: a QR code of this seat, and its four signs. */
function Seat({ code, seat }: { readonly code: string; readonly seat: string }) {
  const address = `${location.origin}${seatPath(code, seat)}`;
  return (
    <MenuButton class="pupil-seat" label={t("room.seat")} testid="seat" face={t("room.seat")}>
      {() => (
        <div class="room-form own-seat">
          <p>{t("room.seat.text")}</p>
          <Qr text={address} label={t("room.code.qr", { address })} />
          <p>
            {t("room.code")}: <b>{readableCode(code)}</b>
          </p>
          <p>
            {t("room.seat.code")}: <b data-testid="seat-code">{seat}</b>
          </p>
        </div>
      )}
    </MenuButton>
  );
}

interface OwnProps {
  readonly now: Membership;
  readonly challenge: NonNullable<Membership["challenge"]>;
}

function OwnChallenge({ now, challenge }: OwnProps) {
  const rank = rankOf(challenge, now.pupil);
  const own = challenge.entries.find(({ pupil }) => pupil === now.pupil);
  const uses = usesOf(challenge, {
    parameters: shapes.value.reduce((sum, { parameters }) => sum + parameters, 0),
    steps: liveStep.value,
    layers: Math.max(0, shapes.value.length - 1),
  });
  const most = challenge.budget.steps;
  const steps = most === null ? null : grouped(most);
  const isUsedUp = challenge.ended === null && most !== null && liveStep.value >= most;
  const isOver = challenge.ended === null && uses.some(({ used, most }) => used > most);
  return (
    <>
      <MenuButton
        class="pupil-challenge"
        label={t("room.challenge")}
        testid="own-challenge"
        face={
          <>
            <Icon name="trophy" />
            <span>{t(challenge.ended === null ? "room.challenge" : "room.challenge.over")}</span>
            <b data-testid="own-score">
              {own?.score == null ? "–" : scoreText(own.score, challenge.board)}
            </b>
            {rank !== null && (
              <span data-testid="own-rank">
                {t("room.challenge.rank", { rank, count: challenge.entries.length })}
              </span>
            )}
            {own?.reached && <Icon name="done" />}
          </>
        }
      >
        {() => (
          <div class="room-form own-challenge">
            <p>
              <Target challenge={challenge} />
              {own?.reached && <b> · {t("room.challenge.reached")}</b>}
            </p>
            {steps !== null && <p class="quiet-line">{t("room.challenge.scored.at", { steps })}</p>}
            <Leaderboard challenge={challenge} own={now.pupil} />
          </div>
        )}
      </MenuButton>
      {challenge.ended === null && uses.length > 0 && (
        <ul
          class="uses"
          data-testid="uses"
          data-over={isOver}
          title={t(isOver ? "room.challenge.too.much" : "room.challenge.within")}
        >
          {uses.map(({ limit, used, most }) => (
            <li key={limit} data-over={used > most} data-testid={`use-${limit}`}>
              <span>{t(`room.challenge.${limit}`)}</span>
              <b>{t("room.challenge.use", { used: grouped(used), most: grouped(most) })}</b>
            </li>
          ))}
          {isUsedUp && !isOver && steps !== null && (
            <li class="used-up" role="status" data-testid="used-up">
              {t("room.challenge.used.up", { steps })}
            </li>
          )}
          {isOver && <li class="too-much">{t("room.challenge.too.much")}</li>}
        </ul>
      )}
    </>
  );
}

/** What was put aside for them; that they were given something new is told once. */
function Kept({ kept, given }: Pick<Membership, "kept" | "given">) {
  const known = useRef<{ given: number | null; newest: string | undefined } | null>(null);
  const [told, setTold] = useState<Key | null>(null);
  const newest = kept.at(-1)?.session;
  useEffect(() => {
    const before = known.current;
    known.current = { given, newest };
    if (before === null || before.given === given) return;
    setTold(before.newest === newest ? "room.given" : "room.kept.new");
    const timer = setTimeout(() => setTold(null), TOLD_MS);
    return () => clearTimeout(timer);
  }, [given]);
  if (kept.length === 0 && told === null) return null;
  const when = new Intl.DateTimeFormat(language.value, {
    hour: "numeric",
    minute: "2-digit",
    second: "2-digit",
  });
  return (
    <>
      {told !== null && (
        <span class="pupil-shown" role="status" data-testid="kept-new">
          {t(told)}
        </span>
      )}
      {kept.length > 0 && (
        <MenuButton
          class="pupil-kept"
          label={t("room.kept")}
          testid="kept"
          face={t("room.kept.count", { count: kept.length })}
        >
          {() => (
            <div class="menu">
              <p class="quiet-line">{t("room.kept.text")}</p>
              {kept.toReversed().map((one) => (
                <a
                  key={one.session}
                  class="item"
                  target="_blank"
                  rel="noopener"
                  data-testid="kept-work"
                  href={addressOfShared({ id: one.session, token: one.token })}
                >
                  {t("room.kept.of", { time: when.format(one.when * 1000) })}
                </a>
              ))}
            </div>
          )}
        </MenuButton>
      )}
    </>
  );
}
