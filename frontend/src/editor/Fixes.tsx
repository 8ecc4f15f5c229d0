/** The ways out of a refusal, a click each, and the way back. */
import { isKey, t } from "../i18n";
import { takeFix } from "../state/sync/edits";
import { giveUp } from "../state/sync/sending";
import type { Fix } from "../wire/types";

const MAX_FIXES = 3;

export function fixText({ code, params }: Fix): string {
  const key = `fix.${code}`;
  return isKey(key) ? t(key, params) : code;
}

export function Fixes({ fixes }: { readonly fixes: readonly Fix[] }) {
  return (
    <>
      {fixes.slice(0, MAX_FIXES).map((fix, place) => (
        <button
          key={`${fix.code} ${place}`}
          type="button"
          data-testid={`fix-${fix.code}`}
          onClick={() => takeFix(fix)}
        >
          {fixText(fix)}
        </button>
      ))}
      <button type="button" class="quiet" data-testid="refused-close" onClick={giveUp}>
        {t("refused.back")}
      </button>
    </>
  );
}
