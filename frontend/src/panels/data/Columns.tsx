/** Chips that switch the columns of a table on and off. */

import { t } from "../../i18n";
import { columnText } from "../../i18n/columns";
import { columnsOf } from "../../spec/datasets";
import { toggleColumn } from "../../spec/spec";
import { edit } from "../../state/sync/edits";
import type { DataSpec } from "../../wire/types";
import "./Columns.css";

export function Columns({ data }: { readonly data: DataSpec }) {
  const all = columnsOf(data);
  const chosen = data.columns.length > 0 ? data.columns : all;
  return (
    <div class="features">
      <h3 id="columns-name" title={t("data.columns.tip")}>
        {t("data.columns")}{" "}
        <span class="soft">
          {chosen.length} / {all.length}
        </span>
      </h3>
      {/* biome-ignore lint/a11y/useSemanticElements: the panel is the fieldset */}
      <div class="column-chips" role="group" aria-labelledby="columns-name">
        {all.map((name) => {
          const isOn = chosen.includes(name);
          const isLast = isOn && chosen.length === 1;
          return (
            <button
              key={name}
              type="button"
              class="column-chip"
              data-testid={`column-${name}`}
              aria-pressed={isOn}
              aria-disabled={isLast}
              title={isLast ? t("data.feature.last") : name}
              onClick={() => {
                if (!isLast) edit(`column ${name}`, (before) => toggleColumn(before, name));
              }}
            >
              {columnText(name)}
            </button>
          );
        })}
      </div>
    </div>
  );
}
