/** Instead of the bench, where the page may not see its session: why, and what to do instead. */

import { t } from "../i18n";
import { problemText } from "../i18n/problem";
import { spec } from "../state/sync/session";
import { beginAfresh } from "../state/sync/start";
import { Icon } from "../ui/icons";
import type { Problem } from "../wire/types";
import { BeginAgain } from "./BeginAgain";
import "./SentAway.css";

export function SentAway({ why }: { readonly why: Problem }) {
  return (
    <main class="sent-away" data-testid="sent-away">
      <div class="sent-away-card" role="alert">
        <Icon name="link" />
        <h1>{t(why.status === 404 ? "away.nothing" : "away.title")}</h1>
        <p data-testid="sent-away-why">{problemText(why)}</p>
        <div class="sent-away-ways">
          <button type="button" class="primary" data-testid="begin-own" onClick={beginAfresh}>
            {t("away.own")}
          </button>
          {spec.value !== null && <BeginAgain testid="begin-keep" label="away.keep" />}
        </div>
      </div>
    </main>
  );
}
