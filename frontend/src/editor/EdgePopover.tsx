/** A weight set by hand or frozen, where it is drawn; of a kernel, each of its cells. */
import { useId, useState } from "preact/hooks";
import { t } from "../i18n";
import { figure } from "../i18n/text";
import { css, signed } from "../plots/colors";
import type { Column, EdgeAt } from "../plots/geometry";
import { isWeightFrozen } from "../spec/freezing";
import { mayChange } from "../state/sync/areas";
import { spec } from "../state/sync/session";
import { setWeight, weightNow } from "../state/sync/weights";
import { unitName } from "../state/view/layer-names";
import { theme } from "../state/view/view";
import { Lock, LockButton } from "../ui/controls";
import { type Anchor, Popover } from "../ui/Popover";
import { TypedNumber } from "../ui/TypedNumber";
import { bounds } from "../wire/bounds";
import { MESSAGES } from "../wire/catalogue";
import { toggleWeight } from "./changes";
import { type Kernel, kernelOf, weightsNow } from "./kernels";
import { geometry, placedOf, redrawn } from "./scene";
import "./EdgePopover.css";

const REACH = 5;
const STEP = 0.1;

interface EdgePopoverProps {
  readonly edge: EdgeAt;
  readonly anchor: Anchor;
  readonly onClose: () => void;
}

export function EdgePopover({ edge, anchor, onClose }: EdgePopoverProps) {
  const columns = geometry.value?.columns ?? [];
  const [to, from] = [columns[edge.column], columns[edge.column - 1]];
  const [cell, setCell] = useState(0);
  if (to === undefined || from === undefined) return null;
  const kernel = kernelOf(weightsNow(), `${to.id}.weight`, edge, to.groups ?? 1);
  const input = kernel === null ? edge.input : kernel.first + cell;
  const title = `${unitName(from.id, edge.input)} → ${unitName(to.id, edge.unit)}`;
  return (
    <Popover anchor={anchor} label={t("net.weight.of", { edge: title })} onClose={onClose}>
      <div class="weight-editor">
        <h3>{title}</h3>
        {kernel !== null && (
          <KernelCells kernel={kernel} column={to} unit={edge.unit} cell={cell} onCell={setCell} />
        )}
        <OneWeight
          key={input}
          column={to}
          unit={edge.unit}
          input={input}
          title={title}
          onClose={onClose}
        />
        <p class="quiet-line">{t("net.weight.tip")}</p>
      </div>
    </Popover>
  );
}

interface OneWeightProps {
  readonly column: Column;
  readonly unit: number;
  readonly input: number;
  readonly title: string;
  readonly onClose: () => void;
}

function OneWeight({ column, unit, input, title, onClose }: OneWeightProps) {
  const at = { layer: column.id, unit, input };
  const [found] = useState(() => weightNow(at));
  const [value, setValue] = useState(Number.isFinite(found) ? found : 0);
  const id = useId();
  const set = spec.value;
  const owner = placedOf(column.id)?.owner;
  const take = (wanted: number) => {
    setValue(wanted);
    setWeight(at, found, wanted);
  };
  return (
    <>
      <div class="weight-typed">
        <label for={id}>{t("net.weight")}</label>
        <TypedNumber
          id={id}
          autofocus
          testid="weight-input"
          disabled={!mayChange.weights.value}
          value={Number(value.toFixed(4))}
          {...bounds(MESSAGES.SetParameter.value)}
          next={(from, way) => from + way * STEP}
          onValue={take}
          onEnter={onClose}
        />
      </div>
      <input
        type="range"
        min={-REACH}
        max={REACH}
        step="0.05"
        aria-valuetext={figure(value)}
        aria-label={t("net.weight.of", { edge: title })}
        disabled={!mayChange.weights.value}
        value={value}
        onInput={({ currentTarget }) => take(Number(currentTarget.value))}
      />
      {set !== null && owner !== undefined && (
        <LockButton
          testid="freeze-weight"
          label={t("freeze.weight")}
          on={isWeightFrozen(set, owner, unit, input)}
          disabled={!mayChange.network.value}
          onToggle={() => toggleWeight(owner, unit, input)}
        />
      )}
    </>
  );
}

interface KernelCellsProps {
  readonly kernel: Kernel;
  readonly column: Column;
  readonly unit: number;
  readonly cell: number;
  readonly onCell: (cell: number) => void;
}

function KernelCells({ kernel, column, unit, cell, onCell }: KernelCellsProps) {
  // Reading it makes the kernel follow the run.
  void redrawn.value;
  const set = spec.value;
  const owner = placedOf(column.id)?.owner ?? column.id;
  const bound = Math.max(...kernel.values.map(Math.abs), 1e-9);
  return (
    <div
      class="kernel"
      role="radiogroup"
      aria-label={t("net.kernel")}
      style={{ gridTemplateColumns: `repeat(${kernel.columns}, 1fr)` }}
    >
      {Array.from(kernel.values, (value, place) => (
        // biome-ignore lint/a11y/useSemanticElements: a cell of a picture, whose color is its value
        <button
          key={place}
          type="button"
          role="radio"
          class="kernel-cell"
          aria-checked={place === cell}
          aria-label={t("net.kernel.cell", {
            row: Math.floor(place / kernel.columns) + 1,
            column: (place % kernel.columns) + 1,
            value: figure(value),
          })}
          title={figure(value)}
          style={{ background: css(signed(value / bound, theme.value)) }}
          onClick={() => onCell(place)}
        >
          {set !== null && isWeightFrozen(set, owner, unit, kernel.first + place) && <Lock shut />}
        </button>
      ))}
    </div>
  );
}
