/** A class as its teacher sees it: everybody at a glance, and what can be done for all of them. */
import { useSignalEffect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Appearance, useAppearance } from "../actions/Appearance";
import { t } from "../i18n";
import { problemText } from "../i18n/problem";
import { isOnEvents } from "../state/sync/session";
import { CloseButton } from "../ui/CloseButton";
import { Icon } from "../ui/icons";
import { Notice, useAge } from "../ui/Notice";
import { MenuButton } from "../ui/Popover";
import { Qr } from "../ui/Qr";
import { SocketsRefused } from "../ui/SocketsRefused";
import type { Access } from "../wire/api";
import { addressOfShared } from "../wire/sharing";
import { Board } from "./Board";
import { ChallengeMenu } from "./ChallengeMenu";
import { ControlsMenu } from "./ControlsMenu";
import { readableCode } from "./class-storage";
import { Empty, Grid } from "./Grid";
import { countText, joinAddress, Projection, projected } from "./Projection";
import { PushMenu } from "./PushMenu";
import { RoomForm } from "./RoomForm";
import { ShowMenu, shownName } from "./ShowMenu";
import { endsText } from "./scores";
import {
  brokenSince,
  closed,
  connection,
  inClass,
  pupils,
  refusal,
  room,
  takeResults,
  teach,
  tellClass,
  waiting,
} from "./teaching";
import "./TeacherPage.css";
import "./classroom.css";

export function TeacherPage({ access }: { readonly access: Access }) {
  useEffect(() => teach(access), []);
  useAppearance(() =>
    t("room.class", { code: room.value === null ? "" : readableCode(room.value.code) }),
  );
  // What is shown large goes when there is nothing to show any more.
  useSignalEffect(() => {
    const now = room.value;
    const isGone =
      closed.value !== null ||
      (projected.value === "board" && now?.challenge == null) ||
      (projected.value === "screen" && now?.showing == null);
    if (isGone) projected.value = null;
  });
  if (closed.value !== null && (room.value === null || closed.value !== "over")) {
    return <Nothing why={closed.value} />;
  }
  if (room.value === null) return <Waiting />;
  return (
    <div
      class="room"
      data-eyes={room.value.eyes_here}
      data-stale={connection.value === "reconnecting"}
      data-over={closed.value === "over"}
    >
      <Head />
      {closed.value === null ? <RoomActions /> : <Ended />}
      <Told />
      <main class="room-main">
        {pupils.value.length === 0 ? <Empty /> : <Grid />}
        <Board />
      </main>
      <Projection />
    </div>
  );
}

const Waiting = () => (
  <main class="room-alone">
    <p role="status">
      {t(connection.value === "reconnecting" ? "room.reconnecting" : "room.loading")}
    </p>
  </main>
);

const Nothing = ({ why }: { readonly why: "over" | "unknown" | "foreign" }) => (
  <main class="room-alone" data-testid={`class-${why}`}>
    <h1>{t(`room.${why}`)}</h1>
    <p>{t(`room.${why}.text`)}</p>
    <a class="button" href="/">
      {t("room.to.playground")}
    </a>
  </main>
);

function Head() {
  const now = room.value;
  if (now === null) return null;
  const away = pupils.value.filter(({ online }) => !online).length;
  const hands = pupils.value.filter(({ hand }) => hand !== null).length;
  const address = joinAddress(now.code);
  return (
    <header class="room-head">
      <button
        type="button"
        class="quiet room-code"
        data-testid="show-code"
        title={t("room.show.code.tip")}
        disabled={closed.value !== null}
        onClick={() => {
          projected.value = "code";
        }}
      >
        <Qr text={address} label={t("room.code.qr", { address })} />
        <span>
          <small>{t("room.code")}</small>
          <strong data-testid="class-code">{readableCode(now.code)}</strong>
        </span>
        <span class="room-code-more">{t("room.show.code")}</span>
      </button>
      <p class="room-counts" data-testid="class-counts">
        <b>{countText(pupils.value.length)}</b>
        {away > 0 && <span>{t("room.count.away", { count: away })}</span>}
        {hands > 0 && (
          <span class="hands">
            <Icon name="hand" /> {t("room.count.hands", { count: hands })}
          </span>
        )}
        {closed.value === null && <span data-testid="class-until">{endsText(now.until)}</span>}
      </p>
      <div class="tools">
        <a
          class="button"
          data-testid="my-session"
          href={addressOfShared(inClass(now.session))}
          target="_blank"
          rel="noopener"
          title={t("room.mine.tip")}
        >
          {t("room.mine")}
        </a>
        <span class="rule" />
        <Appearance />
      </div>
    </header>
  );
}

function RoomActions() {
  const now = room.value;
  if (now === null) return null;
  const { eyes_here: eyes, door_closed: shut } = now;
  return (
    <div class="room-actions" role="toolbar" aria-label={t("room.name")}>
      <button
        type="button"
        class={eyes ? "room-action primary" : "room-action"}
        data-testid="eyes"
        aria-pressed={eyes}
        title={t("room.eyes.tip")}
        onClick={() => void tellClass({ type: "eyes_here", on: !eyes })}
      >
        <Icon name="eye" />
        <span>{t("room.eyes")}</span>
      </button>
      <PushMenu />
      <ControlsMenu />
      <ChallengeMenu />
      <ShowMenu />
      <span class="room-gap" />
      <button
        type="button"
        class="room-action"
        data-testid="door"
        aria-pressed={shut}
        title={t("room.door.tip")}
        onClick={() => void tellClass({ type: "close_door", closed: !shut })}
      >
        <Icon name="door" />
        <span>{t(shut ? "room.door.closed" : "room.door")}</span>
      </button>
      <Results />
      <MenuButton class="room-action" label={t("room.end")} testid="end-class" face={t("room.end")}>
        {(close) => (
          <RoomForm
            command={() => ({ type: "end_class" })}
            close={close}
            submit={t("room.end")}
            confirmTestid="end-yes"
            cancel="focused"
          >
            <p>
              <b>{t("room.end.sure")}</b>
            </p>
            <p class="quiet-line">{t("room.end.text")}</p>
          </RoomForm>
        )}
      </MenuButton>
    </div>
  );
}

const Results = () => (
  <button
    type="button"
    class="room-action"
    data-testid="results"
    title={t("room.results.tip")}
    onClick={() => void takeResults()}
  >
    <Icon name="save" />
    <span>{t("room.results")}</span>
  </button>
);

const Ended = () => (
  <div class="room-actions" data-testid="class-over" role="status">
    <p>
      <b>{t("room.over")}</b> {t("room.over.text")}
    </p>
    <span class="room-gap" />
    <Results />
    <a class="button" href="/">
      {t("room.to.playground")}
    </a>
  </div>
);

/** What holds now, and what went wrong: one line each. */
function Told() {
  const shown = shownName();
  if (closed.value !== null) return null;
  return (
    <div class="room-told">
      <Reconnecting />
      <SocketsRefused isRefused={isOnEvents.value && connection.value === "open"} />
      {refusal.value !== null && (
        <Notice
          tone="amber"
          urgent
          testid="class-problem"
          title={problemText(refusal.value)}
          actions={
            <CloseButton
              onClick={() => {
                refusal.value = null;
              }}
            />
          }
        />
      )}
      {room.value?.turned_away != null && (
        <Notice
          tone="amber"
          testid="turned-away"
          title={t(
            room.value.turned_away.count === 1 ? "room.turned.away.one" : "room.turned.away",
            { count: room.value.turned_away.count },
          )}
        >
          {problemText(room.value.turned_away)}
        </Notice>
      )}
      {room.value?.eyes_here && (
        <Notice
          tone="ink"
          icon="eye"
          testid="eyes-on"
          title={t("room.eyes.on")}
          actions={
            <button
              type="button"
              data-testid="eyes-back"
              onClick={() => void tellClass({ type: "eyes_here", on: false })}
            >
              {t("room.eyes.back")}
            </button>
          }
        />
      )}
      {shown !== null && (
        <Notice
          tone="plain"
          icon="projector"
          testid="showing"
          title={t("room.showing", { whose: shown })}
          actions={
            <>
              <button
                type="button"
                data-testid="show-large"
                onClick={() => {
                  projected.value = "screen";
                }}
              >
                {t("room.show.large")}
              </button>
              <button
                type="button"
                data-testid="show-stop"
                onClick={() => void tellClass({ type: "show", whose: null })}
              >
                {t("room.showing.stop")}
              </button>
            </>
          }
        />
      )}
    </div>
  );
}

function Reconnecting() {
  const age = useAge(brokenSince.value);
  if (age === null || connection.value !== "reconnecting") return null;
  return (
    <Notice tone="amber" testid="class-reconnecting" title={t("room.reconnecting")}>
      {t("room.reconnecting.age", { seconds: age })}
      {waiting.value > 0 && ` ${t("state.waiting", { count: waiting.value })}`}
    </Notice>
  );
}
