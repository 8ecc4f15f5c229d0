/** A session within somebody's page: its result and what runs it, and where the whole of it is. */
import { useEffect } from "preact/hooks";
import { useAppearance } from "../actions/Appearance";
import { Diagram } from "../editor/Diagram";
import { Notices } from "../editor/Notices";
import { Transport } from "../editor/Transport";
import { t } from "../i18n";
import { LossChart } from "../panels/result/LossChart";
import { Result } from "../panels/result/Result";
import { SentAway } from "../sharing/SentAway";
import { connection, spec, status } from "../state/sync/session";
import { sentAway, shared } from "../state/sync/shared";
import { followFigures } from "../state/view/figures";
import { addressOfShared } from "../wire/sharing";
import "./Embed.css";

export function Embed() {
  useEffect(followFigures, []);
  useAppearance(() => spec.value?.name ?? "");
  const away = sentAway.value;
  if (away !== null) return <SentAway why={away} />;
  return (
    <div
      class="embed"
      data-stale={connection.value === "reconnecting" || status.value?.state === "restarting"}
    >
      <header class="embed-head">
        <Transport />
        {shared !== null && (
          <a
            href={addressOfShared(shared)}
            target="_blank"
            rel="noopener"
            data-testid="open-playground"
          >
            {t("embed.open")}
          </a>
        )}
      </header>
      <Notices />
      <main class="embed-body">
        <div class="embed-diagram">{spec.value !== null && <Diagram />}</div>
        <div class="embed-result">
          <div class="outcome">
            <Result />
          </div>
          <div class="outcome">
            <LossChart />
          </div>
        </div>
      </main>
    </div>
  );
}
