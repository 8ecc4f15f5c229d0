/** Notices about others: that this page only watches, who changed what, and whose edit came first. */
import { useEffect } from "preact/hooks";
import { t } from "../i18n";
import { authorName } from "../i18n/author";
import { membership } from "../state/people/membership";
import { news } from "../state/people/news";
import { conflict } from "../state/sync/conflict";
import { putMine } from "../state/sync/edits";
import { spec } from "../state/sync/session";
import { isAwaited, isCopying, isLost, isWatching } from "../state/sync/shared";
import { playWithOwn } from "../state/sync/start";
import { Notice } from "../ui/Notice";
import { BeginAgain } from "./BeginAgain";
import { placeName, placeNames, valueName } from "./places";
import "./SharingNotices.css";

const NEWS_MS = 6000;

export const SharingNotices = () => (
  <>
    <Awaited />
    <Lost />
    <Watching />
    <ConflictNotice />
    <NewsNotice />
  </>
);

const Awaited = () =>
  isAwaited.value ? (
    <Notice tone="amber" testid="awaited" title={t("awaited.title")}>
      {t("awaited.about")}
    </Notice>
  ) : null;

const Lost = () =>
  isLost.value ? (
    <Notice
      tone="red"
      testid="lost"
      title={t("lost.title")}
      actions={<BeginAgain testid="begin-again" label="lost.again" />}
    >
      {t("lost.about")}
    </Notice>
  ) : null;

function Watching() {
  // A class says by itself what a pupil may do.
  if (!isWatching.value || isLost.value || membership.value !== null) return null;
  return (
    <Notice
      tone="plain"
      testid="watching"
      title={t("watching.title")}
      actions={
        <button
          type="button"
          class="primary"
          data-testid="own-copy"
          disabled={isCopying.value}
          onClick={() => void playWithOwn()}
        >
          {t(isCopying.value ? "watching.copying" : "watching.copy")}
        </button>
      }
    >
      {t("watching.about")}
    </Notice>
  );
}

function ConflictNotice() {
  const now = conflict.value;
  if (now === null) return null;
  const close = () => {
    conflict.value = null;
  };
  return (
    <Notice
      tone="amber"
      testid="conflict"
      title={t("conflict.title", {
        author: authorName(now.author) || t("conflict.somebody"),
        fields: placeNames(
          now.fields.map(({ pointer }) => pointer),
          now.theirs,
        ),
      })}
      actions={
        <>
          <button type="button" data-testid="put-mine" onClick={putMine}>
            {t("conflict.mine")}
          </button>
          <button type="button" data-testid="take-theirs" onClick={close}>
            {t("conflict.theirs")}
          </button>
        </>
      }
    >
      {now.fields.map(({ pointer, theirs, mine }) => (
        <span key={pointer} class="crossing">
          {t("conflict.value", {
            field: placeName(pointer, now.theirs),
            theirs: valueName(theirs),
            mine: valueName(mine),
          })}
        </span>
      ))}
    </Notice>
  );
}

/** For a moment; the history keeps it. */
function NewsNotice() {
  const now = news.value;
  useEffect(() => {
    if (now === null) return;
    const timer = setTimeout(() => {
      news.value = null;
    }, NEWS_MS);
    return () => clearTimeout(timer);
  }, [now]);
  if (now === null || conflict.value !== null) return null;
  return (
    <p class="news" role="status" data-testid="news">
      {t("news.changed", {
        author: authorName(now.author) || t("conflict.somebody"),
        fields: placeNames(now.what, spec.value),
      })}
    </p>
  );
}
