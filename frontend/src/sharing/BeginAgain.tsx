/** Goes on in a new session with the set-up that is on the page. */
import { type Key, t } from "../i18n";
import { beginAgain, isBeginning } from "../state/sync/start";

export const BeginAgain = ({ testid, label }: { readonly testid: string; readonly label: Key }) => (
  <button
    type="button"
    data-testid={testid}
    disabled={isBeginning.value}
    onClick={() => void beginAgain()}
  >
    {t(label)}
  </button>
);
