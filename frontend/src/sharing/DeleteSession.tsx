/** Deletes the session for everybody, and begins a fresh page. */
import { useState } from "preact/hooks";
import { t } from "../i18n";
import { failureText } from "../i18n/problem";
import { beginAfresh } from "../state/sync/start";
import { SureButton } from "../ui/SureButton";
import { WhyNot } from "../ui/WhyNot";
import type { Access } from "../wire/api";
import { deleteSession } from "../wire/sharing";

export function DeleteSession({ to }: { readonly to: Access }) {
  const [why, setWhy] = useState<string | null>(null);
  const remove = async () => {
    setWhy(null);
    try {
      await deleteSession(to);
      beginAfresh();
    } catch (error) {
      setWhy(failureText(error, "state.unreachable"));
    }
  };
  return (
    <section class="share-part share-delete" aria-labelledby="share-delete">
      <div>
        <h3 id="share-delete">{t("share.delete")}</h3>
        <p class="share-note">{t("share.delete.about")}</p>
      </div>
      <SureButton
        testid="delete-session"
        label={t("share.delete.do")}
        question={t("share.delete.sure")}
        onSure={remove}
      />
      {why !== null && <WhyNot testid="delete-problem">{why}</WhyNot>}
    </section>
  );
}
