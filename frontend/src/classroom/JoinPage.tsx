/** A pupil at the door; within, their workbench. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Appearance, useAppearance } from "../actions/Appearance";
import { t } from "../i18n";
import { type Pupil, pupilHere, pupilsBefore, readableCode } from "./class-storage";
import { FormerPupils, JoinForm } from "./JoinForm";
import { openAsPupil, pupil } from "./pupil";
import "./JoinPage.css";

interface JoinPageProps {
  readonly code: string;
  /** The code of a seat, where the address is that of one. */
  readonly seat: string;
  readonly inside: () => preact.ComponentChild;
}

/** A reload comes back to the pupil of this tab; another tab is asked whether it is the same pupil. */
export function JoinPage({ code, seat, inside }: JoinPageProps) {
  useLayoutEffect(() => {
    const before = pupilHere(code);
    if (before !== null && pupil.peek() === null) openAsPupil(before);
  }, []);
  return pupil.value === null ? <Door code={code} seat={seat} /> : inside();
}

function Door({ code, seat }: Omit<JoinPageProps, "inside">) {
  const [before] = useState(() => pupilsBefore(code));
  const [isNew, setNew] = useState(before.length === 0 || seat !== "");
  const box = useRef<HTMLElement>(null);
  useAppearance(() => t("room.join.title"));
  useEffect(() => {
    box.current?.querySelector<HTMLElement>("[data-autofocus]")?.focus();
  }, [isNew]);
  const enter = (taken: Pupil) => {
    history.replaceState(null, "", `/join/${taken.code}`);
    openAsPupil(taken);
  };
  return (
    <div class="door">
      <header class="tools">
        <Appearance />
      </header>
      <main ref={box} class="door-card">
        <p class="quiet-line">{t("app.name")}</p>
        <h1>{t("room.join.title")}</h1>
        {isNew ? (
          <JoinForm code={readableCode(code.toUpperCase())} seat={seat} onPupil={enter} />
        ) : (
          <div class="join-form">
            <p class="door-code">{readableCode(code.toUpperCase())}</p>
            <FormerPupils pupils={before} onPupil={enter} isFirst />
            <button type="button" data-testid="join-other" onClick={() => setNew(true)}>
              {t("room.join.other")}
            </button>
          </div>
        )}
        <a class="quiet-line" href="/">
          {t("room.join.back")}
        </a>
      </main>
    </div>
  );
}
