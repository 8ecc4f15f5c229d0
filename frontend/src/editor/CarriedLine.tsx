/** A quiet line after an edit: what was kept of what had been learned. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n";
import { carried, shapes } from "../state/session";
import type { Carried } from "../wire/types";
import { columnName, grouped } from "./text";

const SHOWN_MS = 7000;

export function CarriedLine() {
  const now = carried.value;
  const [faded, setFaded] = useState(false);
  useEffect(() => {
    setFaded(false);
    const timer = setTimeout(() => setFaded(true), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [now]);
  return (
    <p class="carried" data-testid="carried" data-faded={faded} role="status">
      {now === null ? "" : sentence(now.report)}
    </p>
  );
}

export function sentence(report: Carried): string {
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
