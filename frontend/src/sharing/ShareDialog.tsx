/** Invites others to the session on this page, and takes invitations back. */
import { useEffect, useId, useState } from "preact/hooks";
import { t } from "../i18n";
import { failureText } from "../i18n/problem";
import { addressOf, encodeLink } from "../state/sync/link";
import { access, canEdit, spec } from "../state/sync/session";
import { shareOpen } from "../state/view/panels";
import { CopyButton } from "../ui/CopyButton";
import { Sheet } from "../ui/Sheet";
import { WhyNot } from "../ui/WhyNot";
import {
  fetchLinks,
  fetchSession,
  type LinkMade,
  type LinkMessage,
  showPreview,
} from "../wire/sharing";
import { DeleteSession } from "./DeleteSession";
import { ToHistory } from "./History";
import { LinkList } from "./LinkList";
import { MadeLink } from "./MadeLink";
import { MyName } from "./MyName";
import { NewLink } from "./NewLink";
import "./ShareDialog.css";

const close = () => {
  shareOpen.value = false;
};

export function ShareDialog() {
  return (
    <Sheet modal title={t("share.name")} testid="sharing" onClose={close}>
      <div class="share">
        {canEdit.value ? <Live /> : <p class="share-note">{t("share.watch.only")}</p>}
        <SetUp />
        <section class="share-part">
          <MyName />
          <ToHistory testid="share-history" close={close} />
        </section>
        {canEdit.value && access.value !== null && <DeleteSession to={access.value} />}
      </div>
    </Sheet>
  );
}

/** Undefined until it is known, null where it cannot be. */
type Known<Value> = Value | null | undefined;

function Live() {
  const to = access.value;
  const [links, setLinks] = useState<Known<readonly LinkMessage[]>>(undefined);
  const [made, setMade] = useState<LinkMade | null>(null);
  const [why, setWhy] = useState<string | null>(null);
  const load = async () => {
    if (to !== null) await fetchLinks(to).then(setLinks, () => setLinks(null));
  };
  useEffect(() => void load(), [to?.id]);
  if (to === null) return null;
  const attempt = async (ask: () => Promise<void>) => {
    setWhy(null);
    try {
      await ask();
    } catch (error) {
      setWhy(failureText(error, "state.unreachable"));
    }
    // What was done is over when the list tells it: a button may give the focus back then, or is gone.
    await load();
  };
  return (
    <>
      <section class="share-part" aria-labelledby="share-live">
        <h3 id="share-live">{t("share.live")}</h3>
        <p class="share-note">{t("share.live.about")}</p>
        <NewLink to={to} attempt={attempt} onMade={setMade} />
        {why !== null && <WhyNot testid="share-problem">{why}</WhyNot>}
        {made !== null && <MadeLink key={made.link.id} to={to} made={made} />}
      </section>
      <section class="share-part" aria-labelledby="share-links">
        <h3 id="share-links">{t("share.links")}</h3>
        <LinkList to={to} links={links} attempt={attempt} />
        <Preview />
      </section>
    </>
  );
}

function Preview() {
  const to = access.value;
  const id = useId();
  const [on, setOn] = useState<Known<boolean>>(undefined);
  useEffect(() => {
    if (to !== null)
      fetchSession(to).then(
        ({ preview }) => setOn(preview),
        () => setOn(null),
      );
  }, [to?.id]);
  const change = async (shown: boolean) => {
    if (to === null) return;
    setOn(shown);
    try {
      setOn((await showPreview(to, shown)).on);
    } catch {
      setOn(!shown);
    }
  };
  return (
    <div class="share-switch">
      <input
        id={id}
        type="checkbox"
        data-testid="share-preview"
        checked={on === true}
        disabled={on === undefined || on === null}
        aria-describedby={`${id}-about`}
        onChange={({ currentTarget }) => void change(currentTarget.checked)}
      />
      <label for={id}>{t("share.preview")}</label>
      <p id={`${id}-about`} class="share-note">
        {t("share.preview.about")}
      </p>
    </div>
  );
}

function SetUp() {
  const set = spec.value;
  if (set === null) return null;
  return (
    <section class="share-part share-set-up" aria-labelledby="share-set-up">
      <div>
        <h3 id="share-set-up">{t("share.set-up")}</h3>
        <p class="share-note">{t("share.set-up.about")}</p>
      </div>
      <CopyButton
        testid="copy-link"
        label={t("top.copy")}
        text={() =>
          addressOf(set) ?? encodeLink(set).then((link) => `${location.origin}/#s=${link}`)
        }
      />
    </section>
  );
}
