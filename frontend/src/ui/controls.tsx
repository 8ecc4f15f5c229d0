/** Small controls: a number with its steps, a choice, a lock. */
import type { SelectHTMLAttributes } from "preact";
import { useId } from "preact/hooks";
import { t } from "../i18n";
import { Icon } from "./icons";
import { TypedNumber } from "./TypedNumber";
import "./controls.css";

interface NumberProps {
  readonly testid: string;
  readonly label: string;
  readonly tip?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** A step of its buttons; 0 leaves the buttons out. */
  readonly step?: number;
  /** Whole numbers alone. */
  readonly whole?: boolean;
  readonly disabled: boolean;
  readonly onValue: (value: number) => void;
}

/** −, the number, +: as on a card, without its name beside it. */
export function Stepper(
  props: NumberProps & { readonly id: string; readonly fewer: string; readonly more: string },
) {
  const { id, testid, label, tip, value, min, max } = props;
  const { step = 1, disabled, onValue, fewer, more } = props;
  const put = (wanted: number) => onValue(Math.max(min, Math.min(max, wanted)));
  return (
    <div class="stepper">
      <button
        type="button"
        class="tiny"
        title={fewer}
        data-testid={`fewer-${id}`}
        disabled={disabled || value <= min}
        onClick={() => put(value - step)}
      >
        <Icon name="minus" />
      </button>
      <TypedNumber
        testid={testid}
        label={label}
        title={tip ?? label}
        value={value}
        min={min}
        max={max}
        whole={props.whole}
        next={(from, way) => from + way * step}
        disabled={disabled}
        onValue={onValue}
      />
      <button
        type="button"
        class="tiny"
        title={more}
        data-testid={`more-${id}`}
        disabled={disabled || value >= max}
        onClick={() => put(value + step)}
      >
        <Icon name="plus" />
      </button>
    </div>
  );
}

/** A number field in a list of settings: its name, then the number. */
export function NumberRow(props: NumberProps) {
  const { testid, label, tip, value, min, max, whole, disabled, onValue } = props;
  const id = useId();
  return (
    <div class="setting" title={tip}>
      <label for={id}>{label}</label>
      <TypedNumber
        id={id}
        testid={testid}
        value={value}
        min={min}
        max={max}
        whole={whole}
        disabled={disabled}
        onValue={onValue}
      />
    </div>
  );
}

type Named = "id" | "class" | "title" | "disabled" | "aria-label" | "aria-describedby";

interface SelectProps<Value extends string> extends Pick<SelectHTMLAttributes, Named> {
  readonly testid: string;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, name: string])[];
  readonly onValue: (value: Value) => void;
}

/** One of several values, each with its name. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { testid, options, onValue, ...rest } = props;
  return (
    <select
      {...rest}
      data-testid={testid}
      onChange={({ currentTarget }) => onValue(currentTarget.value as Value)}
    >
      {options.map(([option, name]) => (
        <option key={option} value={option}>
          {name}
        </option>
      ))}
    </select>
  );
}

interface ChoiceProps<Value extends string> extends Omit<SelectProps<Value>, "id"> {
  readonly label: string;
  readonly tip?: string;
}

export function ChoiceRow<Value extends string>(props: ChoiceProps<Value>) {
  const { label, tip, ...rest } = props;
  const id = useId();
  return (
    <div class="setting" title={tip}>
      <label for={id}>{label}</label>
      <Select {...rest} id={id} />
    </div>
  );
}

interface LockProps {
  readonly testid: string;
  readonly label: string;
  readonly on: boolean;
  readonly disabled: boolean;
  readonly onToggle: () => void;
}

/** Frozen or not: a button with a lock that is shut or open. */
export const LockButton = ({ testid, label, on, disabled, onToggle }: LockProps) => (
  <button
    type="button"
    class="lock-button"
    data-testid={testid}
    aria-pressed={on}
    disabled={disabled}
    onClick={onToggle}
  >
    <Lock shut={on} />
    {label}
    <span class="quiet-line">{t(on ? "freeze.on" : "freeze.off")}</span>
  </button>
);

export const Lock = ({ shut }: { readonly shut: boolean }) => (
  <svg class="i lock" viewBox="0 0 24 24" aria-hidden="true">
    <rect class="solid" x="5" y="11" width="14" height="9.5" rx="2" />
    <path d={shut ? "M8 11V8a4 4 0 0 1 8 0v3" : "M8 11V6.5a4 4 0 0 1 7.7-1.5"} />
  </svg>
);
