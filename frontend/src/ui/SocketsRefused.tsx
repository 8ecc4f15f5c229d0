/** What keeps WebSockets from the server is not ours to mend: what to ask the administrator for. */
import { useState } from "preact/hooks";
import { t } from "../i18n";
import { CloseButton } from "./CloseButton";
import { Notice } from "./Notice";

/** `isRefused` is whether something between this page and the server refuses WebSockets. */
export function SocketsRefused({ isRefused }: { readonly isRefused: boolean }) {
  const [isClosed, setClosed] = useState(false);
  if (!isRefused || isClosed) return null;
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  return (
    <Notice
      tone="plain"
      icon="warning"
      testid="sockets-refused"
      title={t("state.sockets")}
      actions={<CloseButton testid="sockets-refused-close" onClick={() => setClosed(true)} />}
    >
      {t("state.sockets.ask", { address: `${scheme}://${location.host}/api/` })}
    </Notice>
  );
}
