/** A challenge: its budget and target, and its end. */
import { useState } from "preact/hooks";
import { NamedMenu } from "../editor/Popover";
import { t } from "../i18n";
import { task } from "../state/datasets";
import type { Board } from "../wire/classroom";
import { room } from "./lead";
import { useTeachersSpec } from "./PushMenu";
import { RoomForm } from "./RoomForm";
import { limitOf, targetOf } from "./scores";

const LIMITS = ["parameters", "steps", "layers"] as const;

export const runs = () => room.value?.challenge != null && room.value.challenge.ended === null;

export const ChallengeMenu = () => (
  <NamedMenu
    class="room-deed"
    label={t("room.challenge")}
    title={t("room.challenge.tip")}
    testid="challenge"
    icon="trophy"
    badge={runs() && <b class="badge">{t("room.challenge.running")}</b>}
  >
    {(close) => (runs() ? <Running close={close} /> : <Begin close={close} />)}
  </NamedMenu>
);

const Running = ({ close }: { readonly close: () => void }) => (
  <RoomForm
    command={() => ({ type: "end_challenge" })}
    close={close}
    deed={t("room.challenge.end")}
    deedTestid="challenge-end"
  >
    <p>{t("room.challenge.running")}</p>
  </RoomForm>
);

function Begin({ close }: { readonly close: () => void }) {
  const spec = useTeachersSpec();
  const [limits, setLimits] = useState({ parameters: "", steps: "", layers: "" });
  const [target, setTarget] = useState("");
  const board: Board =
    spec !== null && task(spec.data) === "regression" ? "test_rmse" : "test_accuracy";
  return (
    <RoomForm
      testid="challenge-form"
      command={() => ({
        type: "begin_challenge",
        budget: {
          parameters: limitOf(limits.parameters),
          steps: limitOf(limits.steps),
          layers: limitOf(limits.layers),
        },
        target: targetOf(target, board),
      })}
      close={close}
      deed={t("room.challenge.begin")}
      deedTestid="challenge-begin"
      disabled={spec === null}
      cancel="offered"
    >
      <p class="quiet-line">{t("room.challenge.text")}</p>
      <fieldset class="room-limits">
        <legend>{t("room.challenge.budget")}</legend>
        {LIMITS.map((limit) => (
          <label key={limit}>
            <span>{t(`room.challenge.${limit}`)}</span>
            <input
              type="text"
              inputMode="numeric"
              data-testid={`limit-${limit}`}
              placeholder={t("room.challenge.unlimited")}
              value={limits[limit]}
              onInput={({ currentTarget: { value } }) => setLimits({ ...limits, [limit]: value })}
            />
          </label>
        ))}
      </fieldset>
      <label class="room-target">
        <span>{t(`room.challenge.target.${board}`)}</span>
        <input
          type="text"
          inputMode="decimal"
          data-testid="target"
          placeholder={t("room.challenge.no.target")}
          value={target}
          onInput={({ currentTarget }) => setTarget(currentTarget.value)}
        />
      </label>
    </RoomForm>
  );
}
