/** What a page says of its way to the server: lost, or slow, and what waits for it meanwhile. */
import { computed } from "@preact/signals";
import { t } from "../i18n";
import { isCutOff } from "../state/sync/delivery";
import { waiting, waitingSince } from "../state/sync/outbox";
import { brokenSince, connection, isOnEvents } from "../state/sync/session";
import { Notice, useAge } from "../ui/Notice";
import { SocketsRefused } from "../ui/SocketsRefused";

const isReconnecting = computed(() => connection.value === "reconnecting");
/** An answer usually takes less. */
const SLOW_S = 2;

export function ConnectionNotices() {
  return (
    <>
      <Reconnecting />
      <SocketsRefused isRefused={isOnEvents.value && connection.value === "open"} />
      <Waiting />
    </>
  );
}

function Reconnecting() {
  const age = useAge(brokenSince.value);
  if (!isReconnecting.value || age === null || age < 1) return null;
  return (
    <Notice tone="amber" testid="reconnecting" title={t("state.reconnecting")}>
      {t("state.reconnecting.age", { seconds: age })}
    </Notice>
  );
}

/** Counted as soon as the connection is known to be lost. */
function Waiting() {
  const count = waiting.value;
  const age = useAge(waitingSince.value);
  if (count === 0 || age === null || connection.value === "gone") return null;
  if (!isReconnecting.value && !isCutOff.value && age < SLOW_S) return null;
  return (
    <Notice tone="plain" testid="waiting" title={t("state.waiting", { count })}>
      {t("state.waiting.kept")}
    </Notice>
  );
}
