/** The teacher's word before a pupil's page: "eyes to the front", and the screen that is shown. */
import { signal, useSignalEffect } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { isHeld, membership } from "../state/people/membership";
import { Icon } from "../ui/icons";
import { Sheet } from "../ui/Sheet";
import type { Wire } from "../wire/generated";
import { addressOfEmbedded } from "../wire/sharing";
import "./Screen.css";

type Showing = Wire["Showing"];

/** Whether the screen that is shown lies over the pupil's own work. */
export const screenOpen = signal(false);

/** The title of a screen: its owner, in words. */
export const screenName = ({ nickname }: Pick<Showing, "nickname">) =>
  nickname === "" ? t("room.screen.teacher") : t("room.screen", { nickname });

/** While it is up the page behind cannot be reached, and nobody but the teacher takes it down. */
export function Screen() {
  const now = membership.value;
  const showing = now === null || now.showing?.whose === now.pupil ? null : now.showing;
  const whose = useRef<string | null>(null);
  useSignalEffect(() => {
    // Another screen is called up: it comes to the front by itself.
    const next = membership.value?.showing?.session ?? null;
    if (next !== whose.current) {
      whose.current = next;
      screenOpen.value = next !== null;
    }
  });
  if (isHeld.value) return <Veil key="veil" nickname={now?.nickname ?? ""} showing={showing} />;
  if (showing !== null && screenOpen.value) return <Shown key="shown" showing={showing} />;
  return null;
}

interface FrameProps {
  readonly showing: Showing;
  /** A picture, and nothing to press. */
  readonly inert?: boolean;
}

const Frame = ({ showing, inert = false }: FrameProps) => (
  <iframe
    key={`${showing.session} ${showing.token}`}
    class="screen"
    name="shown"
    data-testid="screen"
    inert={inert}
    title={screenName(showing)}
    src={addressOfEmbedded({ id: showing.session, token: showing.token })}
  />
);

interface VeilProps {
  readonly nickname: string;
  readonly showing: Showing | null;
}

function Veil({ nickname, showing }: VeilProps) {
  const box = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const here = box.current;
    here?.showModal();
    // A browser closes a dialog at a second Escape, whatever the page says: it comes up again.
    const again = () => {
      if (box.current?.isConnected && !box.current.open) box.current.showModal();
    };
    here?.addEventListener("close", again);
    return () => {
      here?.removeEventListener("close", again);
      here?.close();
    };
  }, []);
  return (
    <dialog
      ref={box}
      class="whole-window veil"
      data-testid="veil"
      data-showing={showing !== null}
      aria-label={t("room.lookup")}
      tabIndex={-1}
      onCancel={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") event.preventDefault();
      }}
    >
      <div class="veil-words" role="alert">
        <Icon name="eye" />
        <h1>{t("room.lookup")}</h1>
        <p>
          {nickname} · {t("room.lookup.text")}
        </p>
      </div>
      {showing !== null && <Frame showing={showing} inert />}
    </dialog>
  );
}

function Shown({ showing }: { readonly showing: Showing }) {
  const close = () => {
    screenOpen.value = false;
  };
  return (
    <Sheet
      whole
      class="projection"
      testid="shown"
      title={screenName(showing)}
      onClose={close}
      leave={
        <button type="button" data-testid="screen-close" onClick={close}>
          <Icon name="back" />
          {t("room.screen.close")}
        </button>
      }
    >
      <div class="projection-body">
        <Frame showing={showing} />
      </div>
    </Sheet>
  );
}
