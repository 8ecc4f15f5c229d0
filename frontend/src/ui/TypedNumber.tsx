/** A field for a number: it takes what people type, and says it where it took something else. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n";
import { type Bounds, type Taken, taken } from "./typed";
import "./TypedNumber.css";

export interface TypedNumberProps extends Bounds {
  readonly testid: string;
  readonly id?: string | undefined;
  readonly class?: string;
  readonly label?: string | undefined;
  readonly title?: string | undefined;
  readonly describedBy?: string | undefined;
  readonly disabled?: boolean;
  readonly autofocus?: boolean;
  readonly value: number;
  /** How a number is written: as short as seven digits allow, if nothing else. */
  readonly write?: (value: number) => string;
  /** Where an arrow key leads: one up or one down, if nothing else. */
  readonly next?: (value: number, way: number) => number;
  readonly onValue: (value: number) => void;
  /** After Enter took what was typed, as it was typed. */
  readonly onEnter?: () => void;
}

/** Writes a number as short as seven digits allow. */
const exact = (value: number) => String(Number(value.toPrecision(7)));
const TOLD_FOR_MS = 8000;
const BESIDE = 4;

interface Told {
  readonly why: NonNullable<Taken["told"]>;
  readonly typed: string;
  readonly value: number;
}

export function TypedNumber(props: TypedNumberProps) {
  const { testid, value, min, max, whole, write = exact, onValue, onEnter } = props;
  const { next = (from, way) => from + way } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const [told, tell] = useState<Told | null>(null);
  const field = useRef<HTMLInputElement>(null);
  /** True where all of it was taken as it was typed. */
  const commit = (): boolean => {
    if (draft === null) return true;
    setDraft(null);
    const found = taken(draft, props);
    tell(
      found.told === null
        ? null
        : { why: found.told, typed: draft.trim(), value: found.value ?? value },
    );
    if (found.value !== null) onValue(found.value);
    return found.told === null;
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Enter" && commit()) onEnter?.();
    const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (way === undefined) return;
    event.preventDefault();
    setDraft(null);
    onValue(Math.max(min, Math.min(max, next(value, way))));
  };
  return (
    <span class="typed">
      <input
        ref={field}
        id={props.id}
        class={props.class}
        type="text"
        inputMode={whole && min >= 0 ? "numeric" : "decimal"}
        autocomplete="off"
        data-testid={testid}
        {...(props.autofocus ? { "data-autofocus": true } : {})}
        aria-label={props.label}
        aria-describedby={props.describedBy}
        title={props.title}
        disabled={props.disabled}
        value={draft ?? write(value)}
        onInput={({ currentTarget }) => {
          setDraft(currentTarget.value);
          tell(null);
        }}
        onChange={() => void commit()}
        onBlur={() => void commit()}
        onKeyDown={keys}
      />
      {told !== null && (
        <ToldBeside
          testid={`${testid}-told`}
          beside={field}
          text={wordsFor(told, write)}
          onOver={() => tell(null)}
        />
      )}
    </span>
  );
}

function wordsFor({ why, typed, value }: Told, write: (value: number) => string): string {
  return t(`number.${why}`, { typed, value: write(value) });
}

interface ToldBesideProps {
  readonly testid: string;
  readonly beside: { readonly current: HTMLElement | null };
  readonly text: string;
  readonly onOver: () => void;
}

/** Above everything, so that no card cuts it off; it goes by itself. */
function ToldBeside({ testid, beside, text, onOver }: ToldBesideProps) {
  const box = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const { current } = box;
    if (current === null) return;
    const put = () => {
      if (beside.current === null) return;
      const at = beside.current.getBoundingClientRect();
      const { clientWidth, clientHeight } = document.documentElement;
      const left = Math.min(at.left, clientWidth - current.offsetWidth);
      const below = at.bottom + BESIDE;
      const fits = below + current.offsetHeight <= clientHeight;
      current.style.left = `${Math.max(0, left)}px`;
      current.style.top = `${fits ? below : at.top - BESIDE - current.offsetHeight}px`;
    };
    current.showPopover();
    put();
    // It goes where its field goes, whatever is scrolled.
    addEventListener("scroll", put, true);
    addEventListener("resize", put);
    return () => {
      removeEventListener("scroll", put, true);
      removeEventListener("resize", put);
    };
  }, [text]);
  useEffect(() => {
    const timer = setTimeout(onOver, TOLD_FOR_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <span ref={box} class="typed-told" popover="manual" role="alert" data-testid={testid}>
      {text}
    </span>
  );
}
