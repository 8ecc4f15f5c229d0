/** The ways out of a refusal, a click each, and the way back. */
import { isKey, t } from "../i18n";
import { giveUp, takeMend } from "../state/edits";
import type { Mend } from "../wire/types";

const MOST_MENDS = 3;

function mendText({ code, params }: Mend): string {
  const key = `mend.${code}`;
  return isKey(key) ? t(key, params) : code;
}

export function Mends({ mends }: { readonly mends: readonly Mend[] }) {
  return (
    <>
      {mends.slice(0, MOST_MENDS).map((mend, place) => (
        <button
          key={`${mend.code} ${place}`}
          type="button"
          data-testid={`mend-${mend.code}`}
          onClick={() => takeMend(mend)}
        >
          {mendText(mend)}
        </button>
      ))}
      <button type="button" class="quiet" data-testid="refused-close" onClick={giveUp}>
        {t("refused.back")}
      </button>
    </>
  );
}
