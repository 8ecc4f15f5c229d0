/** Across the page while somebody looks back: at which step, where the present is, and the two ways on. */
import { backToNow, goOnFrom } from "../../actions/run";
import { t } from "../../i18n";
import { count } from "../../plots/numbers";
import { mayChange } from "../../state/sync/areas";
import { looked, playing, status } from "../../state/sync/session";
import { branchNumber, line } from "../../state/view/past";
import { Notice } from "../../ui/Notice";
import "./PastLine.css";

export function PastLine() {
  const [past, now] = [looked.value, status.value];
  if (past === null || now === null) return null;
  const step = count(past.step);
  const isOther = line.value?.isPresent === false;
  return (
    <div class="past-line">
      <Notice
        tone="plain"
        testid="past"
        title={
          isOther
            ? t("past.title.branch", { step, branch: branchNumber(past.branch) })
            : t("past.title", { step })
        }
        actions={
          mayChange.transport.value && (
            <>
              <button
                type="button"
                data-testid="past-continue"
                title={t("past.continue.tip")}
                onClick={() => void goOnFrom(past.branch, past.step)}
              >
                {t("past.continue")}
              </button>
              <button type="button" class="primary" data-testid="past-now" onClick={backToNow}>
                {t("past.now")}
              </button>
            </>
          )
        }
      >
        {t(playing.value ? "past.playing" : "past.paused", { last: count(now.step) })}
      </Notice>
    </div>
  );
}
