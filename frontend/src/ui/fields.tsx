/** Controls with a name, a tooltip that says what they do to learning, and an exact number. */
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { t } from "../i18n";
import { short } from "../plots/numbers";
import type { Scale } from "./scale";
import { TypedNumber, type TypedNumberProps } from "./TypedNumber";
import "./fields.css";

interface FieldProps {
  readonly id: string;
  readonly name: string;
  readonly tip: string;
  /** The slider has a line of its own: for long names and values that want a fine hand. */
  readonly wide?: boolean;
  readonly bare?: boolean;
  readonly children: ComponentChildren;
}

/** The tooltip shows while the pointer rests on the name, and while a key has brought the focus. */
export function Field({ id, name, tip, wide = false, bare = false, children }: FieldProps) {
  return (
    <div class="field" data-wide={wide} data-bare={bare}>
      <label class="field-name" for={id}>
        {name}
      </label>
      {children}
      <p class="tip" role="tooltip" id={`${id}-tip`}>
        {tip}
      </p>
    </div>
  );
}

interface ExactProps
  extends Pick<
    TypedNumberProps,
    "testid" | "label" | "value" | "min" | "max" | "whole" | "onValue"
  > {
  readonly id: string;
  readonly scale?: Scale;
  readonly tip?: string;
}

/** A number typed in; arrow keys move it along its slider's places. */
export function Exact({ scale, tip, ...props }: ExactProps) {
  const next =
    scale === undefined
      ? undefined
      : (value: number, way: number) => scale.value(scale.place(value) + way);
  return (
    <TypedNumber
      {...props}
      class="exact"
      describedBy={tip}
      {...(next === undefined ? {} : { next })}
    />
  );
}

interface SliderProps {
  readonly testid: string;
  readonly name: string;
  readonly tip: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly scale: Scale;
  readonly whole?: boolean;
  /** What the value comes to, in words; read out too. */
  readonly note?: string;
  readonly wide?: boolean;
  /** Without its name: what is above it says that. */
  readonly bare?: boolean;
  /** Beside the exact number. */
  readonly button?: ComponentChildren;
  readonly onValue: (value: number) => void;
}

export function Slider(props: SliderProps) {
  const { testid, name, tip, value, min, max, scale, note, button } = props;
  const { wide = false, bare, onValue } = props;
  const id = useId();
  return (
    <Field id={id} name={name} tip={tip} wide={wide} bare={bare ?? false}>
      {button}
      <Exact
        id={id}
        testid={testid}
        value={value}
        min={min}
        max={max}
        whole={props.whole}
        scale={scale}
        tip={`${id}-tip`}
        onValue={onValue}
      />
      <input
        type="range"
        class="slide"
        data-testid={`${testid}-slider`}
        aria-label={name}
        aria-describedby={`${id}-tip`}
        aria-valuetext={note ?? short(value)}
        min={0}
        max={scale.places}
        step={1}
        value={scale.place(value)}
        onInput={({ currentTarget }) =>
          onValue(Math.max(min, Math.min(max, scale.value(Number(currentTarget.value)))))
        }
      />
      {note !== undefined && <span class="note">{note}</span>}
    </Field>
  );
}

interface ChoiceGroup<Value extends string> {
  readonly name: string;
  readonly options: readonly (readonly [value: Value, name: string])[];
}

interface ChoiceProps<Value extends string> {
  readonly testid: string;
  readonly name: string;
  readonly tip: string;
  readonly value: Value;
  readonly options?: readonly (readonly [value: Value, name: string])[];
  /** Options in groups with names of their own. */
  readonly groups?: readonly ChoiceGroup<Value>[];
  readonly onValue: (value: Value) => void;
}

const options = (from: readonly (readonly [value: string, name: string])[]) =>
  from.map(([option, text]) => (
    <option key={option} value={option}>
      {text}
    </option>
  ));

export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { testid, name, tip, value, onValue } = props;
  const id = useId();
  return (
    <Field id={id} name={name} tip={tip}>
      <select
        id={id}
        class="choice"
        data-testid={testid}
        aria-describedby={`${id}-tip`}
        value={value}
        onChange={({ currentTarget }) => onValue(currentTarget.value as Value)}
      >
        {options(props.options ?? [])}
        {props.groups?.map((group) => (
          <optgroup key={group.name} label={group.name}>
            {options(group.options)}
          </optgroup>
        ))}
      </select>
    </Field>
  );
}

interface CheckProps {
  readonly testid: string;
  readonly name: string;
  readonly tip: string;
  readonly checked: boolean;
  readonly onValue: (checked: boolean) => void;
}

/** Off or on. */
export function Check({ testid, name, tip, checked, onValue }: CheckProps) {
  const id = useId();
  return (
    <Field id={id} name={name} tip={tip}>
      <input
        id={id}
        type="checkbox"
        class="tick"
        data-testid={testid}
        aria-describedby={`${id}-tip`}
        checked={checked}
        onChange={({ currentTarget }) => onValue(currentTarget.checked)}
      />
    </Field>
  );
}

interface OptionalSliderProps extends Omit<SliderProps, "value" | "onValue"> {
  /** Null while it is off. */
  readonly value: number | null;
  /** Where it stands when it is switched on. */
  readonly first: number;
  readonly onValue: (value: number | null) => void;
}

/** A number that is not used until it is switched on. */
export function OptionalSlider({ value, first, onValue, ...props }: OptionalSliderProps) {
  const { testid, name, tip } = props;
  return (
    <>
      <Check
        testid={`${testid}-on`}
        name={name}
        tip={tip}
        checked={value !== null}
        onValue={(on) => onValue(on ? first : null)}
      />
      {value !== null && <Slider {...props} bare value={value} onValue={onValue} />}
    </>
  );
}

interface FoldProps {
  readonly name: string;
  /** What is set in it, while it is closed. */
  readonly brief: ComponentChildren;
  readonly testid: string;
  /** Something in it is in use: a dot says so. */
  readonly used?: boolean;
  readonly children: () => ComponentChildren;
}

/** A section that opens; what is in it is made only then. */
export function Fold({ name, brief, testid, used = false, children }: FoldProps) {
  const [open, setOpen] = useState(false);
  return (
    <details class="fold" open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary data-testid={testid} data-used={used}>
        <span class="fold-name">{name}</span>
        {used && <span class="fold-dot" role="img" aria-label={t("fold.used")} />}
        <span class="fold-brief">{brief}</span>
      </summary>
      {open && <div class="fold-body">{children()}</div>}
    </details>
  );
}
