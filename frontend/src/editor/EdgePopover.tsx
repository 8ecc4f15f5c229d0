/** A weight set by hand, where it is drawn. */
import { useState } from "preact/hooks";
import { t } from "../i18n";
import type { EdgeAt } from "../plots/geometry";
import { canEdit } from "../state/session";
import { setWeight, weightNow } from "../state/weights";
import { type Anchor, Popover } from "./Popover";
import { geometry } from "./scene";
import { unitName } from "./Tooltip";

const REACH = 5;

interface EdgePopoverProps {
  readonly edge: EdgeAt;
  readonly anchor: Anchor;
  readonly onClose: () => void;
}

export function EdgePopover({ edge, anchor, onClose }: EdgePopoverProps) {
  const columns = geometry.value?.columns ?? [];
  const [to, from] = [columns[edge.column], columns[edge.column - 1]];
  const at = { layer: to?.id ?? "", unit: edge.unit, input: edge.input };
  const [found] = useState(() => weightNow(at));
  const [value, setValue] = useState(Number.isFinite(found) ? found : 0);
  if (to === undefined || from === undefined) return null;
  const title = `${unitName(from, edge.input)} → ${unitName(to, edge.unit)}`;
  const wish = (text: string) => {
    const wanted = Number.parseFloat(text);
    if (!Number.isFinite(wanted)) return;
    setValue(wanted);
    setWeight(at, found, wanted);
  };
  return (
    <Popover anchor={anchor} label={t("net.weight.of", { edge: title })} onClose={onClose}>
      <div class="weight-editor">
        <h3>{title}</h3>
        <label>
          <span>{t("net.weight")}</span>
          <input
            type="number"
            step="0.1"
            data-autofocus
            data-testid="weight-input"
            disabled={!canEdit.value}
            value={Number(value.toFixed(4))}
            onChange={({ currentTarget }) => wish(currentTarget.value)}
            onKeyDown={({ key, currentTarget }) => {
              if (key !== "Enter") return;
              wish(currentTarget.value);
              onClose();
            }}
          />
        </label>
        <input
          type="range"
          min={-REACH}
          max={REACH}
          step="0.05"
          aria-label={t("net.weight.of", { edge: title })}
          disabled={!canEdit.value}
          value={value}
          onInput={({ currentTarget }) => wish(currentTarget.value)}
        />
        <p class="quiet-line">{t("net.weight.tip")}</p>
      </div>
    </Popover>
  );
}
