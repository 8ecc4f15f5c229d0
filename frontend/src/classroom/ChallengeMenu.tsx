/** A challenge: its budget and target, and its end. */
import { useId, useState } from "preact/hooks";
import { t } from "../i18n";
import { grouped } from "../i18n/text";
import { task } from "../spec/datasets";
import { NamedMenu } from "../ui/Popover";
import type { Board } from "../wire/classroom";
import { useTeachersSpec } from "./PushMenu";
import { RoomForm } from "./RoomForm";
import { allowed, limitOf, targetOf } from "./scores";
import { room } from "./teaching";
import "./ChallengeMenu.css";

const LIMITS = ["parameters", "steps", "layers"] as const;

export const runs = () => room.value?.challenge != null && room.value.challenge.ended === null;

export const ChallengeMenu = () => (
  <NamedMenu
    class="room-action"
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
    submit={t("room.challenge.end")}
    confirmTestid="challenge-end"
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
  const budget = {
    parameters: limitOf(limits.parameters, "parameters"),
    steps: limitOf(limits.steps, "steps"),
    layers: limitOf(limits.layers, "layers"),
  };
  const wanted = targetOf(target, board);
  const isWrong = [wanted, ...Object.values(budget)].includes(undefined);
  return (
    <RoomForm
      testid="challenge-form"
      command={() => ({
        type: "begin_challenge",
        budget: {
          parameters: budget.parameters ?? null,
          steps: budget.steps ?? null,
          layers: budget.layers ?? null,
        },
        target: wanted ?? null,
      })}
      close={close}
      submit={t("room.challenge.begin")}
      confirmTestid="challenge-begin"
      disabled={spec === null || isWrong}
      cancel="offered"
    >
      <p class="quiet-line">{t("room.challenge.text")}</p>
      <fieldset class="room-limits">
        <legend>{t("room.challenge.budget")}</legend>
        {LIMITS.map((limit) => (
          <Typed
            key={limit}
            name={t(`room.challenge.${limit}`)}
            testid={`limit-${limit}`}
            mode="numeric"
            none={t("room.challenge.unlimited")}
            typed={limits[limit]}
            onType={(value) => setLimits({ ...limits, [limit]: value })}
            wrong={
              budget[limit] === undefined &&
              t("room.challenge.wrong.limit", { most: grouped(allowed(limit).max) })
            }
          />
        ))}
      </fieldset>
      <Typed
        name={t(`room.challenge.target.${board}`)}
        testid="target"
        mode="decimal"
        none={t("room.challenge.no.target")}
        typed={target}
        onType={setTarget}
        wrong={
          wanted === undefined &&
          t(board === "test_accuracy" ? "room.challenge.wrong.share" : "room.challenge.wrong.error")
        }
      />
    </RoomForm>
  );
}

interface TypedProps {
  readonly name: string;
  readonly testid: string;
  readonly mode: "numeric" | "decimal";
  /** What it means that nothing is typed. */
  readonly none: string;
  readonly typed: string;
  readonly onType: (typed: string) => void;
  /** Why what is typed cannot be taken. */
  readonly wrong: string | false;
}

function Typed({ name, testid, mode, none, typed, onType, wrong }: TypedProps) {
  const id = useId();
  return (
    <div class="room-typed">
      <label for={id}>{name}</label>
      <input
        id={id}
        type="text"
        inputMode={mode}
        data-testid={testid}
        placeholder={none}
        value={typed}
        aria-invalid={wrong !== false}
        aria-describedby={`${id}-wrong`}
        onInput={({ currentTarget: { value } }) => onType(value)}
      />
      <p id={`${id}-wrong`} class="join-why" role="status" data-testid={`${testid}-wrong`}>
        {wrong}
      </p>
    </div>
  );
}
