/** A button for what cannot be undone: it asks once more before it does it. */
import { useEffect, useRef, useState } from "preact/hooks";
import "./SureButton.css";

interface SureButtonProps {
  readonly testid: string;
  readonly label: string;
  /** What it says instead once it was pressed. */
  readonly question: string;
  /** Their names for whoever does not see what they stand beside. */
  readonly name?: string | undefined;
  readonly questionName?: string | undefined;
  readonly onSure: () => Promise<void>;
}

export function SureButton({
  testid,
  label,
  question,
  name,
  questionName,
  onSure,
}: SureButtonProps) {
  const [isAsked, ask] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const wasBusy = useRef(false);
  useEffect(() => {
    // It has failed, and lost the focus while it could not be pressed.
    if (wasBusy.current && !isBusy) button.current?.focus();
    wasBusy.current = isBusy;
  }, [isBusy]);
  const press = async () => {
    if (!isAsked) {
      ask(true);
      return;
    }
    setBusy(true);
    await onSure();
    setBusy(false);
    ask(false);
  };
  return (
    <button
      ref={button}
      type="button"
      class={isAsked ? "sure" : "quiet"}
      data-testid={testid}
      aria-label={isAsked ? questionName : name}
      disabled={isBusy}
      onClick={() => void press()}
      onBlur={() => !isBusy && ask(false)}
    >
      {isAsked ? question : label}
    </button>
  );
}
