/** The errors, large enough for the back row. */
import { t } from "../../i18n";
import { figure, percent } from "../../i18n/text";
import { figures } from "../../state/view/figures";
import "./Figures.css";

export function Figures() {
  const now = figures.value;
  const score = now?.score === "rmse" ? figure : percent;
  return (
    <div class="figures">
      <span />
      <span class="label">{t("result.loss")}</span>
      <span class="label">{t(now?.score === "rmse" ? "result.rmse" : "result.accuracy")}</span>
      <span class="label">
        <i class="dot solid" /> {t("result.train")}
      </span>
      <b data-testid="loss-train">{figure(now?.trainLoss)}</b>
      <b data-testid="score-train">{now === null ? "–" : score(now.trainScore)}</b>
      <span class="label">
        <i class="dot hollow" /> {t("result.test")}
      </span>
      <b data-testid="loss-test">{figure(now?.testLoss)}</b>
      <b data-testid="score-test">{now === null ? "–" : score(now.testScore)}</b>
    </div>
  );
}
