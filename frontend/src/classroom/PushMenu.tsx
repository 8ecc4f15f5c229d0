/** The teacher's set-up to all pupils, or to one: what they get, and what becomes of theirs. */
import { useEffect, useId, useState } from "preact/hooks";
import { t } from "../i18n";
import { placed } from "../spec/expand";
import { NamedMenu } from "../ui/Popover";
import type { PupilState } from "../wire/classroom";
import { fetchSession } from "../wire/sharing";
import type { Spec } from "../wire/types";
import { RoomForm } from "./RoomForm";
import { pupils, room, teaching } from "./teaching";
import "./PushMenu.css";

/** The set-up of the teacher's session as it is now; null until it is here. */
export function useTeachersSpec(): Spec | null {
  const [spec, setSpec] = useState<Spec | null>(null);
  const [session, token] = [room.value?.session, teaching.value?.token];
  useEffect(() => {
    if (session === undefined || token === undefined) return;
    let isHere = true;
    fetchSession({ id: session, token }).then(
      ({ spec: found }) => {
        if (isHere) setSpec(found);
      },
      // What cannot be described can be pushed all the same.
      () => {},
    );
    return () => {
      isHere = false;
    };
  }, [session, token]);
  return spec;
}

function describe(spec: Spec): string {
  const layers = placed(spec.network).length - 1;
  const words = [
    t(`dataset.${spec.data.dataset}`),
    layers === 1 ? t("room.push.layers.one") : t("room.push.layers", { layers }),
  ];
  return [...(spec.name === "" ? [] : [spec.name]), ...words].join(" · ");
}

export const PushMenu = () => (
  <NamedMenu
    class="room-action"
    label={t("room.push")}
    title={t("room.push.tip")}
    testid="push"
    icon="give"
  >
    {(close) => <PushForm close={close} />}
  </NamedMenu>
);

export function PushForm(props: { readonly only?: PupilState; readonly close: () => void }) {
  const { only, close } = props;
  const spec = useTeachersSpec();
  const [keep, setKeep] = useState(true);
  const name = useId();
  const count = pupils.value.length;
  return (
    <RoomForm
      testid="push-form"
      command={() => ({ type: "push", keep, pupils: only === undefined ? null : [only.id] })}
      close={close}
      submit={
        only !== undefined
          ? t("room.push.only", { nickname: only.nickname })
          : count === 1
            ? t("room.push.one")
            : t("room.push.all", { count })
      }
      doing={t("room.pushing")}
      confirmTestid="push-yes"
      disabled={only === undefined && count === 0}
      cancel="offered"
    >
      <p class="quiet-line">{t("room.push.what")}</p>
      <p class="push-what">{spec === null ? "…" : describe(spec)}</p>
      {([true, false] as const).map((each) => (
        <label key={String(each)} class="room-choice">
          <input
            type="radio"
            name={name}
            data-testid={each ? "push-keep" : "push-replace"}
            checked={keep === each}
            onChange={() => setKeep(each)}
          />
          <span>
            <b>{t(each ? "room.push.keep" : "room.push.replace")}</b>
            <small>{t(each ? "room.push.keep.text" : "room.push.replace.text")}</small>
          </span>
        </label>
      ))}
    </RoomForm>
  );
}
