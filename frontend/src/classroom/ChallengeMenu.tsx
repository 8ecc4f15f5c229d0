/** A challenge: its budget and target, and its end. */
import { useState } from "preact/hooks";
import { Icon } from "../editor/icons";
import { MenuButton } from "../editor/Popover";
import { t } from "../i18n";
import { task } from "../state/datasets";
import type { Board } from "../wire/classroom";
import { room, tellClass } from "./lead";
import { useTeachersSpec } from "./PushMenu";
import { limitOf, targetOf } from "./scores";

const LIMITS = ["parameters", "steps", "layers"] as const;

export const runs = () => room.value?.challenge != null && room.value.challenge.ended === null;

export const ChallengeMenu = () => (
  <MenuButton
    class="room-deed"
    label={t("room.challenge")}
    title={t("room.challenge.tip")}
    testid="challenge"
    face={
      <>
        <Icon name="trophy" />
        <span>{t("room.challenge")}</span>
        {runs() && <b class="badge">{t("room.challenge.running")}</b>}
      </>
    }
  >
    {(close) => (runs() ? <Running close={close} /> : <Begin close={close} />)}
  </MenuButton>
);

const Running = ({ close }: { readonly close: () => void }) => (
  <div class="room-form">
    <p>{t("room.challenge.running")}</p>
    <div class="room-form-deeds">
      <button
        type="button"
        class="primary"
        data-testid="challenge-end"
        onClick={() =>
          void tellClass({ type: "end_challenge" }).then((taken) => {
            if (taken) close();
          })
        }
      >
        {t("room.challenge.end")}
      </button>
    </div>
  </div>
);

function Begin({ close }: { readonly close: () => void }) {
  const spec = useTeachersSpec();
  const [limits, setLimits] = useState({ parameters: "", steps: "", layers: "" });
  const [target, setTarget] = useState("");
  const [busy, setBusy] = useState(false);
  const board: Board =
    spec !== null && task(spec.data) === "regression" ? "test_rmse" : "test_accuracy";
  const begin = async () => {
    setBusy(true);
    const taken = await tellClass({
      type: "begin_challenge",
      budget: {
        parameters: limitOf(limits.parameters),
        steps: limitOf(limits.steps),
        layers: limitOf(limits.layers),
      },
      target: targetOf(target, board),
    });
    setBusy(false);
    if (taken) close();
  };
  return (
    <form
      class="room-form"
      data-testid="challenge-form"
      onSubmit={(event) => {
        event.preventDefault();
        void begin();
      }}
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
      <div class="room-form-deeds">
        <button type="button" onClick={close}>
          {t("room.cancel")}
        </button>
        <button
          type="submit"
          class="primary"
          data-testid="challenge-begin"
          disabled={busy || spec === null}
        >
          {t("room.challenge.begin")}
        </button>
      </div>
    </form>
  );
}
