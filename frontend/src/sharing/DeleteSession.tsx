/** Deletes the session for everybody, once that was said twice, and begins a fresh page. */
import { useRef, useState } from "preact/hooks";
import { t } from "../i18n";
import { failureText } from "../i18n/problem";
import { beginAfresh } from "../state/sync/start";
import { WhyNot } from "../ui/WhyNot";
import type { Access } from "../wire/api";
import { deleteSession } from "../wire/sharing";

export function DeleteSession({ to }: { readonly to: Access }) {
  const [isAsked, ask] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [why, setWhy] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const press = async () => {
    if (!isAsked) {
      ask(true);
      return;
    }
    setBusy(true);
    setWhy(null);
    try {
      await deleteSession(to);
      beginAfresh();
    } catch (error) {
      setWhy(failureText(error, "state.unreachable"));
      ask(false);
      setBusy(false);
      button.current?.focus();
    }
  };
  return (
    <section class="share-part share-delete" aria-labelledby="share-delete">
      <div>
        <h3 id="share-delete">{t("share.delete")}</h3>
        <p class="share-note">{t("share.delete.about")}</p>
      </div>
      <button
        ref={button}
        type="button"
        class={isAsked ? "sure" : "quiet"}
        data-testid="delete-session"
        disabled={isBusy}
        onClick={() => void press()}
        onBlur={() => !isBusy && ask(false)}
      >
        {t(isAsked ? "share.delete.sure" : "share.delete.do")}
      </button>
      {why !== null && <WhyNot testid="delete-problem">{why}</WhyNot>}
    </section>
  );
}
