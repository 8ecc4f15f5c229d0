/** A quiet line after an edit: what was kept of what had been learned. */
import { useEffect, useState } from "preact/hooks";
import { reset } from "../actions/run";
import { t } from "../i18n";
import { columnName, grouped } from "../i18n/text";
import { mayChange } from "../state/sync/areas";
import { undoesNature } from "../state/sync/edits";
import { undo } from "../state/sync/journal";
import { recalled } from "../state/sync/sending";
import { carried, shapes } from "../state/sync/session";
import { say } from "../ui/say";
import type { TransferReport } from "../wire/types";
import "./CarriedLine.css";

const SHOWN_MS = 7000;
/** Where there is a button to think about. */
const SHOWN_WITH_BUTTON_MS = 20_000;

export function CarriedLine() {
  return recalled.value === null ? <Carried /> : <Recalled />;
}

/** What an undo or redo brought back of what had been learned. */
function Recalled() {
  const now = recalled.value;
  const [faded, setFaded] = useState(false);
  const text = now === null ? "" : recalledText(now);
  useEffect(() => {
    setFaded(false);
    say(text, "carried");
    const timer = setTimeout(() => setFaded(true), now?.exact ? SHOWN_MS : SHOWN_WITH_BUTTON_MS);
    return () => clearTimeout(timer);
  }, [now]);
  return (
    <p class="carried" data-testid="recalled" data-faded={faded}>
      {text}
    </p>
  );
}

function recalledText(now: NonNullable<typeof recalled.value>): string {
  if (!now.exact) return t(`recalled.${now.why}`);
  const sentence =
    now.step === null
      ? t("recalled.exact.unknown")
      : t("recalled.exact", { step: grouped(now.step) });
  return now.kept ? `${sentence} ${t("recalled.kept")}` : sentence;
}

function Carried() {
  const now = carried.value;
  const [faded, setFaded] = useState(false);
  useEffect(() => {
    setFaded(false);
    if (now !== null) say(`${sentence(now.report)}.`, "carried");
    const isPlain = now?.report.data === "kept" || now?.report.data === "new";
    const timer = setTimeout(() => setFaded(true), isPlain ? SHOWN_MS : SHOWN_WITH_BUTTON_MS);
    return () => clearTimeout(timer);
  }, [now]);
  return (
    <p class="carried" data-testid="carried" data-faded={faded}>
      {now !== null && sentence(now.report)}
      {now !== null && !faded && mayChange.network.value && <WayOut data={now.report.data} />}
    </p>
  );
}

/** What the user may have wanted instead, where other data came. */
function WayOut({ data }: Pick<TransferReport, "data">) {
  if (data === "other_set") {
    return (
      <button type="button" data-testid="carried-again" onClick={() => void reset(false)}>
        {t("carried.again")}
      </button>
    );
  }
  if (data !== "other_nature" || !undoesNature.value) return null;
  return (
    <button type="button" data-testid="carried-undo" onClick={undo}>
      {t("carried.undo")}
    </button>
  );
}

export function sentence(report: TransferReport): string {
  if (report.data === "other_nature") return t("carried.nature");
  const { parameters_kept: kept, parameters_new: made, parameters_dropped: dropped } = report;
  const parts: string[] = [];
  if (made === 0 && dropped === 0) parts.push(t("carried.all"));
  else parts.push(t("carried.kept", { kept: grouped(kept), total: grouped(kept + made) }));
  if (report.layers_new.length > 0)
    parts.push(t("carried.new", { layers: names(report.layers_new) }));
  if (report.layers_partly.length > 0)
    parts.push(t("carried.partly", { layers: names(report.layers_partly) }));
  if (report.layers_removed.length > 0) parts.push(t("carried.removed"));
  if (report.optimizer !== "none") parts.push(t(`carried.optimizer.${report.optimizer}`));
  if (report.data === "new") parts.push(t("carried.data"));
  if (report.data === "other_set") parts.push(t("carried.data.other"));
  return parts.join(" · ");
}

function names(ids: readonly string[]): string {
  return ids
    .map((id) => {
      const place = shapes.value.findIndex((shape) => shape.id === id);
      return columnName(id, place + 1, shapes.value[place]?.kind);
    })
    .join(", ");
}
