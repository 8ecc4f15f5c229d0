/** The history of the session: edits, by whom and when, the newest first. */
import { useEffect, useState } from "preact/hooks";
import { HISTORY } from "../actions/table";
import { t } from "../i18n";
import { authorName } from "../i18n/author";
import { moment } from "../i18n/times";
import { access, spec } from "../state/sync/session";
import { historyOpen } from "../state/view/panels";
import { Sheet } from "../ui/Sheet";
import { type EditMessage, fetchHistory } from "../wire/sharing";
import { placeNames } from "./places";
import "./History.css";

/** What one person did to the same fields, edit upon edit. */
export interface HistoryRow {
  readonly edit: EditMessage;
  readonly times: number;
}

export function historyRows(edits: readonly EditMessage[]): readonly HistoryRow[] {
  const found: HistoryRow[] = [];
  for (const edit of edits) {
    const newer = found.at(-1);
    const isSame =
      newer !== undefined &&
      newer.edit.author === edit.author &&
      newer.edit.what.join() === edit.what.join();
    if (isSame) found[found.length - 1] = { ...newer, times: newer.times + 1 };
    else found.push({ edit, times: 1 });
  }
  return found;
}

export function History() {
  if (!historyOpen.value) return null;
  return (
    <Sheet
      modal
      title={t("history.title")}
      testid="history"
      onClose={() => {
        historyOpen.value = false;
      }}
    >
      <Edits />
    </Sheet>
  );
}

function whatOf({ what, revision }: EditMessage): string {
  if (what.length > 0) return placeNames(what, spec.value);
  return t(revision === 1 ? "history.begin" : "history.back");
}

function Edits() {
  const to = access.value;
  const [edits, setEdits] = useState<readonly EditMessage[] | null | undefined>(undefined);
  useEffect(() => {
    if (to !== null) fetchHistory(to).then(setEdits, () => setEdits(null));
  }, [to?.id]);
  if (edits === undefined) return <p class="share-note">{t("state.loading")}</p>;
  if (edits === null) return <p class="share-note">{t("history.failed")}</p>;
  return (
    <ol class="history" data-testid="edits">
      {historyRows(edits).map(({ edit, times }) => (
        <li key={edit.revision}>
          <strong>
            {authorName(edit.author) || (edit.what.length > 0 ? t("history.somebody") : "")}
          </strong>
          <span>
            {whatOf(edit)}
            {times > 1 && ` × ${times}`}
          </span>
          <time>{moment(edit.time)}</time>
        </li>
      ))}
    </ol>
  );
}

interface ToHistoryProps {
  readonly testid: string;
  /** Takes away what the button stands in. */
  readonly close: () => void;
}

export const ToHistory = ({ testid, close }: ToHistoryProps) => (
  <button
    type="button"
    class="to-history"
    data-testid={testid}
    onClick={() => {
      close();
      HISTORY.perform();
    }}
  >
    {t(HISTORY.label.value)}
  </button>
);
