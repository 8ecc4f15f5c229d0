/** The way into a class: its code and a nickname, or who they were in it before. */
import { useId, useState } from "preact/hooks";
import { t } from "../i18n";
import { failureText } from "../i18n/problem";
import { MESSAGES } from "../wire/catalogue";
import { type Pupil, pupilsBefore } from "./class-storage";
import { joinAsPupil, sitAsPupil } from "./pupil";
import "./JoinForm.css";

interface JoinFormProps {
  readonly code?: string;
  /** The code of a seat, by which they go on in it. */
  readonly seat?: string;
  readonly onPupil: (pupil: Pupil) => void;
}

interface FormerPupilsProps {
  readonly pupils: readonly Pupil[];
  readonly onPupil: (pupil: Pupil) => void;
  readonly isFirst?: boolean;
}

/** Who this browser was in the class before: nobody loses their work for coming in anew. */
export const FormerPupils = ({ pupils, onPupil, isFirst = false }: FormerPupilsProps) => (
  <>
    {pupils.map((pupil, place) => (
      <button
        key={pupil.pupil}
        type="button"
        class={isFirst && place === 0 ? "primary" : ""}
        {...(isFirst && place === 0 ? { "data-autofocus": true } : {})}
        data-testid="join-again"
        onClick={() => onPupil(pupil)}
      >
        {t(pupil.isPast ? "room.join.work" : "room.join.again", { nickname: pupil.nickname })}
      </button>
    ))}
  </>
);

export function JoinForm({ code: given = "", seat: givenSeat = "", onPupil }: JoinFormProps) {
  const [code, setCode] = useState(given);
  const [nickname, setNickname] = useState("");
  const [seat, setSeat] = useState(givenSeat);
  /** Whether they come back to a seat that they have, rather than take one. */
  const [returns, setReturns] = useState(givenSeat !== "");
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<string | null>(null);
  const id = useId();
  const join = async () => {
    setBusy(true);
    setWhy(null);
    try {
      onPupil(await (returns ? sitAsPupil(code, seat) : joinAsPupil(code, nickname)));
    } catch (error) {
      setBusy(false);
      setWhy(failureText(error, "room.join.unreachable"));
    }
  };
  return (
    <form
      class="join-form"
      data-testid="join-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void join();
      }}
    >
      <label for={`${id}-code`}>{t("room.join.code")}</label>
      <input
        id={`${id}-code`}
        type="text"
        class="join-code"
        data-testid="join-code"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        maxLength={MESSAGES.JoinClass.code.maxLength}
        required
        {...(given === "" ? { "data-autofocus": true } : {})}
        value={code}
        onInput={({ currentTarget }) => setCode(currentTarget.value.toUpperCase())}
      />
      {given === "" && <FormerPupils pupils={pupilsBefore(code)} onPupil={onPupil} />}
      <label for={`${id}-who`}>{t(returns ? "room.seat.code" : "room.join.nickname")}</label>
      {returns ? (
        <input
          key="seat"
          id={`${id}-who`}
          type="text"
          class="join-code"
          data-testid="join-seat"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          maxLength={MESSAGES.TakeSeat.seat.maxLength}
          required
          aria-describedby={`${id}-hint`}
          value={seat}
          onInput={({ currentTarget }) => setSeat(currentTarget.value.toUpperCase())}
        />
      ) : (
        <input
          key="name"
          id={`${id}-who`}
          type="text"
          data-testid="join-nickname"
          autocomplete="off"
          maxLength={MESSAGES.JoinClass.nickname.maxLength}
          required
          {...(given === "" ? {} : { "data-autofocus": true })}
          aria-describedby={`${id}-hint`}
          value={nickname}
          onInput={({ currentTarget }) => setNickname(currentTarget.value)}
        />
      )}
      <p class="quiet-line" id={`${id}-hint`}>
        {t(returns ? "room.seat.hint" : "room.join.nickname.hint")}
      </p>
      {why !== null && (
        <p class="join-why" role="alert" data-testid="join-why">
          {why}
        </p>
      )}
      <button
        type="submit"
        class="primary"
        data-testid="join-class"
        disabled={busy || code.trim() === "" || (returns ? seat : nickname).trim() === ""}
      >
        {t(busy ? "room.join.busy" : returns ? "room.seat.take" : "room.join")}
      </button>
      <button
        type="button"
        class="quiet"
        data-testid="join-way"
        onClick={() => {
          setReturns(!returns);
          setWhy(null);
        }}
      >
        {t(returns ? "room.seat.new" : "room.seat.back")}
      </button>
    </form>
  );
}
