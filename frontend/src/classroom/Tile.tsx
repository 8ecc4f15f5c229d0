/** One pupil on the teacher's page: the picture, the figures, and what can be done about them. */

import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n";
import { figure, rough } from "../i18n/text";
import { fillBoundary, paintGround, paintLine, paintMap } from "../plots/boundary";
import { readInks } from "../plots/inks";
import { Pixels, surface } from "../plots/surface";
import { theme } from "../state/view/view";
import { Icon } from "../ui/icons";
import { MenuButton } from "../ui/Popover";
import { MESSAGES } from "../wire/catalogue";
import type { PupilState } from "../wire/classroom";
import { addressOfShared } from "../wire/sharing";
import { PushForm } from "./PushMenu";
import { RoomForm } from "./RoomForm";
import { scoreText } from "./scores";
import { inClass, pictures, pupils, room, tellClass } from "./teaching";
import "./Tile.css";

/** Each picture is put on its canvas at once: all tiles share the pixels on the way there. */
const pixels = new Pixels();

function Picture({ pupil }: { readonly pupil: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isThere, setThere] = useState(() => pictures.latest(pupil) !== undefined);
  const draw = () => {
    const [{ current }, frame] = [canvas, pictures.latest(pupil)];
    if (current === null || frame === undefined) return;
    setThere(true);
    const onto = surface(current, current.clientWidth, current.clientHeight);
    if (onto === null) return;
    const look = { theme: theme.peek(), discrete: false, scale: 1 };
    if (fillBoundary(pixels, frame, look)) paintMap(onto, pixels, look);
    else {
      const { ink } = readInks();
      paintGround(onto, ink, look.theme);
      paintLine(onto, frame, ink, look);
    }
  };
  useEffect(() => pictures.paint(pupil, draw), [pupil]);
  useEffect(() => {
    const observer = new ResizeObserver(draw);
    if (canvas.current !== null) observer.observe(canvas.current);
    return () => observer.disconnect();
  }, []);
  useSignalEffect(() => {
    void theme.value;
    draw();
  });
  return (
    <span class="tile-picture" data-there={isThere}>
      <canvas ref={canvas} />
      {!isThere && <span class="quiet-line">{t("room.tile.waiting")}</span>}
    </span>
  );
}

export function Tile({ pupil }: { readonly pupil: PupilState }) {
  const { id, nickname, online, hand, state, diverged } = pupil;
  const isShown = room.value?.showing === id;
  return (
    <li
      class="tile"
      data-testid={`pupil-${nickname}`}
      data-online={online}
      data-hand={hand !== null}
      data-shown={isShown}
      data-diverged={diverged || state === "failed"}
    >
      <a
        class="tile-open"
        href={addressOfShared(inClass(pupil.session))}
        target="_blank"
        rel="noopener"
        aria-label={t("room.tile.open", { nickname })}
        title={t("room.tile.open", { nickname })}
      >
        <Picture pupil={id} />
      </a>
      <div class="tile-head">
        <b class="tile-name" title={nickname}>
          {nickname}
        </b>
        <TileMenu pupil={pupil} />
      </div>
      <div class="tile-body">
        <dl class="tile-figures">
          <div class="lead">
            <dt>{t(`room.score.${pupil.board}`)}</dt>
            <dd data-testid="tile-score">{scoreText(pupil.score, pupil.board)}</dd>
          </div>
          <div>
            <dt>{t("room.tile.loss")}</dt>
            <dd data-testid="tile-loss">{figure(pupil.test_loss)}</dd>
          </div>
          <div>
            <dt>{t("room.tile.step")}</dt>
            <dd data-testid="tile-step">{rough(pupil.step)}</dd>
          </div>
        </dl>
        <p class="tile-state" data-testid="tile-state" data-state={state}>
          {state === "playing" && <Icon name="play" />}
          {state === "paused" && <Icon name="pause" />}
          {(state === "diverged" || state === "failed") && <Icon name="warning" />}
          <span>{t(`room.state.${state}`)}</span>
          {!online && <span class="away">{t("room.away")}</span>}
        </p>
      </div>
      {hand !== null && (
        <span class="tile-hand" role="status" title={t("room.tile.hand")} data-testid="tile-hand">
          <Icon name="hand" />
          <span class="visually-hidden">{t("room.tile.hand")}</span>
        </span>
      )}
    </li>
  );
}

function TileMenu({ pupil }: { readonly pupil: PupilState }) {
  return (
    <MenuButton
      class="quiet icon tile-menu"
      label={t("room.tile.menu", { nickname: pupil.nickname })}
      testid="tile-menu"
      face={<Icon name="more" />}
    >
      {(close) => <TileActions id={pupil.id} close={close} />}
    </MenuButton>
  );
}

function TileActions({ id, close }: { readonly id: string; readonly close: () => void }) {
  const pupil = pupils.value.find((one) => one.id === id);
  const [asking, ask] = useState<"rename" | "remove" | "push" | null>(null);
  if (pupil === undefined) return null;
  const { nickname } = pupil;
  const done = (taken: boolean) => {
    if (taken) close();
  };
  if (asking === "rename") return <Rename pupil={pupil} close={close} />;
  if (asking === "push") return <PushForm only={pupil} close={close} />;
  if (asking === "remove") {
    return (
      <RoomForm
        command={() => ({ type: "remove_pupil", pupil: id })}
        close={close}
        submit={t("room.remove.yes")}
        confirmTestid="remove-yes"
        cancel="focused"
      >
        <p>{t("room.remove.sure", { nickname })}</p>
      </RoomForm>
    );
  }
  const isShown = room.value?.showing === id;
  return (
    <div class="menu">
      {pupil.hand !== null && (
        <button
          type="button"
          class="quiet item"
          data-testid="lower-hand"
          onClick={() => void tellClass({ type: "lower_hand", pupil: id }).then(done)}
        >
          {t("room.lower")}
        </button>
      )}
      <button
        type="button"
        class="quiet item"
        data-testid="show-this"
        onClick={() => void tellClass({ type: "show", whose: isShown ? null : id }).then(done)}
      >
        {t(isShown ? "room.showing.stop" : "room.show.this")}
      </button>
      <button type="button" class="quiet item" data-testid="push-this" onClick={() => ask("push")}>
        {t("room.push")}
      </button>
      <button type="button" class="quiet item" data-testid="rename" onClick={() => ask("rename")}>
        {t("room.rename")}
      </button>
      <p class="quiet-line tile-seat" data-testid="tile-seat" title={t("room.seat.tip")}>
        {t("room.seat.of", { code: pupil.seat })}
      </p>
      <button type="button" class="quiet item" data-testid="remove" onClick={() => ask("remove")}>
        {t("room.remove")}
      </button>
    </div>
  );
}

function Rename({ pupil, close }: { readonly pupil: PupilState; readonly close: () => void }) {
  const [name, setName] = useState(pupil.nickname);
  return (
    <RoomForm
      command={() => ({ type: "rename_pupil", pupil: pupil.id, nickname: name.trim() })}
      close={close}
      submit={t("room.rename.save")}
      confirmTestid="rename-save"
      disabled={!name.trim()}
    >
      <label>
        <span>{t("room.rename.to", { nickname: pupil.nickname })}</span>
        <input
          type="text"
          data-autofocus
          data-testid="rename-to"
          maxLength={MESSAGES.RenamePupil.nickname.maxLength}
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
    </RoomForm>
  );
}
