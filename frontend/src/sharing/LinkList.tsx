/** All links to the session: which of them work, and a way to switch each off. */
import { useRef, useState } from "preact/hooks";
import { t } from "../i18n";
import { moment } from "../i18n/times";
import { SureButton } from "../ui/SureButton";
import type { Access } from "../wire/api";
import { type LinkMessage, revokeLink } from "../wire/sharing";
import "./LinkList.css";

interface LinkListProps {
  readonly to: Access;
  readonly links: readonly LinkMessage[] | null | undefined;
  readonly attempt: (action: () => Promise<void>) => Promise<void>;
}

const isOff = ({ revoked, until }: LinkMessage) =>
  revoked !== null || (until !== null && until * 1000 <= Date.now());

/** The server makes the first two with the session, without a name. */
const MADE_WITH_IT = 2;

/** The server's own links of a class, by their labels: all but those to kept work end with it. */
const OF_CLASS = {
  teacher: { right: "edit", ends: true },
  show: { right: "view", ends: true },
  kept: { right: "edit", ends: false },
} as const;
const isOfClass = (label: string): label is keyof typeof OF_CLASS => Object.hasOwn(OF_CLASS, label);

export function nameOf({ label, right, until }: LinkMessage, place: number): string {
  if (isOfClass(label)) {
    const own = OF_CLASS[label];
    if (own.right === right && own.ends === (until !== null))
      return t(`share.links.class.${label}`);
  }
  return label || t(place < MADE_WITH_IT ? "share.links.first" : "share.links.unnamed");
}

export function LinkList({ to, links, attempt }: LinkListProps) {
  const [showsAll, showAll] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  if (links === undefined) return <p class="share-note">{t("state.loading")}</p>;
  if (links === null) return <p class="share-note">{t("share.links.failed")}</p>;
  const dead = links.filter(isOff);
  const [newest] = dead.toSorted((one, other) => (other.revoked ?? 0) - (one.revoked ?? 0));
  const shown = links.filter((link) => showsAll || !isOff(link) || link === newest).toReversed();
  const revoke = async (link: LinkMessage) => {
    // The button that has the focus goes.
    list.current?.focus();
    await attempt(() => revokeLink(to, link.id));
  };
  return (
    <>
      {shown.length === 0 ? (
        <p class="share-note">{t("share.links.none")}</p>
      ) : (
        <ul ref={list} class="links" data-testid="links" tabIndex={-1}>
          {shown.map((link) => (
            <Row
              key={link.id}
              link={link}
              name={nameOf(link, links.indexOf(link))}
              onRevoke={revoke}
            />
          ))}
        </ul>
      )}
      {dead.length > 1 && !showsAll && (
        <button type="button" class="quiet" data-testid="links-all" onClick={() => showAll(true)}>
          {t("share.links.more", { count: dead.length - 1 })}
        </button>
      )}
    </>
  );
}

interface RowProps {
  readonly link: LinkMessage;
  readonly name: string;
  readonly onRevoke: (link: LinkMessage) => Promise<void>;
}

function Row({ link, name, onRevoke }: RowProps) {
  const isDead = isOff(link);
  return (
    <li class="link-row" data-off={isDead} data-testid={`link-${link.label || link.right}`}>
      <span class="link-right" data-right={link.right}>
        {t(`share.right.${link.right}`)}
      </span>
      <span class="link-name">
        {name}
        {link.yours && <em>{t("share.links.yours")}</em>}
      </span>
      <span class="link-time">
        {t("share.links.made")} {moment(link.made)}
      </span>
      <span class="link-time">
        {t("share.links.ends")} {ending(link)}
      </span>
      {isDead ? (
        <span class="link-off">
          {t(link.revoked === null ? "share.links.over" : "share.links.off")}
        </span>
      ) : (
        <SureButton
          testid="revoke"
          label={t("share.revoke")}
          question={t(link.yours ? "share.revoke.yours" : "share.revoke.sure")}
          name={t("share.revoke.of", { link: name })}
          onSure={() => onRevoke(link)}
        />
      )}
    </li>
  );
}

const ending = ({ until }: LinkMessage) =>
  until === null ? t("share.links.never") : moment(until);
