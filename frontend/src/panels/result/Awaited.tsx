/** Stands in a picture's place until there is one of the data as they are now. */
import { t } from "../../i18n";
import { refused } from "../../state/sync/session";
import "./Awaited.css";

export const Awaited = () => (
  <p class="awaited" data-testid="awaited" role="status">
    {t(refused.value === null ? "result.loading" : "result.refused")}
  </p>
);
