/** In the top bar: open a class from this session, or join one. */
import { useState } from "preact/hooks";
import { MenuAction } from "../actions/MenuAction";
import { CLASS } from "../actions/table";
import { t } from "../i18n";
import { failureText } from "../i18n/problem";
import { membership } from "../state/people/membership";
import { access, canEdit } from "../state/sync/session";
import { classOpen } from "../state/view/panels";
import { openClass } from "../wire/classroom";
import {
  addressOfClass,
  classesTaught,
  joinPath,
  keepPupil,
  keepTaught,
  readableCode,
} from "./class-storage";
import { JoinForm } from "./JoinForm";
import "./ClassMenu.css";

export function ClassMenu() {
  // A pupil is in a class already: the bar beneath says so.
  if (membership.value !== null && !membership.value.over) return null;
  return (
    <MenuAction action={CLASS} open={classOpen} named>
      {() => <ClassMenuContent />}
    </MenuAction>
  );
}

function ClassMenuContent() {
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<string | null>(null);
  const mayOpen = canEdit.value && access.value !== null;
  const open = async () => {
    const session = access.peek();
    if (session === null) return;
    setBusy(true);
    try {
      const opened = await openClass(session);
      keepTaught(opened);
      location.assign(addressOfClass(opened));
    } catch (error) {
      setBusy(false);
      setWhy(failureText(error, "room.join.unreachable"));
    }
  };
  const taught = classesTaught();
  return (
    <div class="class-menu" data-testid="class-menu">
      <section>
        <h3>{t("room.open.head")}</h3>
        <p class="quiet-line">{t(mayOpen ? "room.open.text" : "room.open.view")}</p>
        <button
          type="button"
          class="primary"
          data-testid="open-class"
          disabled={!mayOpen || busy}
          onClick={() => void open()}
        >
          {t("room.open")}
        </button>
        {why !== null && (
          <p class="join-why" role="alert">
            {why}
          </p>
        )}
        {taught.length > 0 && (
          <ul class="class-menu-yours" aria-label={t("room.yours")}>
            {taught.map((one) => (
              <li key={one.id}>
                <a href={addressOfClass(one)}>
                  {t("room.yours.go", { code: readableCode(one.code) })}
                </a>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section>
        <h3>{t("room.join.head")}</h3>
        <p class="quiet-line">{t("room.join.text")}</p>
        <JoinForm
          onPupil={(taken) => {
            keepPupil(taken);
            location.assign(joinPath(taken.code));
          }}
        />
      </section>
    </div>
  );
}
