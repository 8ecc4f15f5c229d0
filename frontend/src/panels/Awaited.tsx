/** Stands in a picture's place until there is one of the data as they are now. */
import { t } from "../i18n";

export const Awaited = () => (
  <p class="awaited" data-testid="awaited" role="status">
    {t("result.loading")}
  </p>
);
