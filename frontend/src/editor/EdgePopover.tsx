/** A weight set by hand, where it is drawn. */
import { useState } from "preact/hooks";
import { t } from "../i18n";
import type { EdgeAt } from "../plots/geometry";
import { latest } from "../state/frames";
import { canEdit, command } from "../state/session";
import { floats } from "../wire/frames";
import { type Anchor, Popover } from "./Popover";
import { geometry } from "./scene";
import { unitName } from "./Tooltip";

const REACH = 5;
const SEND_EVERY_MS = 60;

interface EdgePopoverProps {
  readonly edge: EdgeAt;
  readonly anchor: Anchor;
  readonly onClose: () => void;
}

function weightNow(layer: string, { unit, input }: EdgeAt): number {
  const frame = latest("weights");
  const weights = frame === undefined ? null : floats(frame, `${layer}.weight`);
  return weights?.data[unit * (weights.shape[1] ?? 0) + input] ?? 0;
}

let sent = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Sends at most one value each SEND_EVERY_MS of a drag, the last one always. */
function send(layer: string, { unit, input }: EdgeAt, value: number): void {
  clearTimeout(timer);
  const go = () => {
    sent = Date.now();
    void command({ type: "set_parameter", layer, unit, input, value });
  };
  timer = setTimeout(go, Math.max(0, SEND_EVERY_MS - (Date.now() - sent)));
}

export function EdgePopover({ edge, anchor, onClose }: EdgePopoverProps) {
  const columns = geometry.value?.columns ?? [];
  const [to, from] = [columns[edge.column], columns[edge.column - 1]];
  const [value, setValue] = useState(() => weightNow(to?.id ?? "", edge));
  if (to === undefined || from === undefined) return null;
  const title = `${unitName(from, edge.input)} → ${unitName(to, edge.unit)}`;
  const wish = (text: string) => {
    const wanted = Number.parseFloat(text);
    if (!Number.isFinite(wanted)) return;
    setValue(wanted);
    send(to.id, edge, wanted);
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
