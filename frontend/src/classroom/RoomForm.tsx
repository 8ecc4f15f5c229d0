/** A form in a popover for a command to the class: it closes once the command is taken. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n";
import type { ClassCommand } from "../wire/classroom";
import { tellClass } from "./teaching";
import "./RoomForm.css";

interface RoomFormProps {
  readonly command: () => ClassCommand;
  readonly close: () => void;
  /** What its button says, and what while the class is being told. */
  readonly submit: string;
  readonly doing?: string;
  readonly confirmTestid: string;
  readonly disabled?: boolean;
  /** A button to leave it at that; of what cannot be undone it has the focus. */
  readonly cancel?: "offered" | "focused";
  readonly testid?: string;
  readonly children: ComponentChildren;
}

export function RoomForm({ command, close, submit, doing = submit, ...rest }: RoomFormProps) {
  const { confirmTestid, disabled = false, cancel, testid, children } = rest;
  const [busy, setBusy] = useState(false);
  const box = useRef<HTMLFormElement>(null);
  // Where it takes the place of a menu, what had the focus there is gone.
  useEffect(() => {
    const first = box.current?.querySelector<HTMLElement>("[data-autofocus]");
    first?.focus();
    if (first instanceof HTMLInputElement) first.select();
  }, []);
  const tell = async () => {
    setBusy(true);
    const taken = await tellClass(command());
    setBusy(false);
    if (taken) close();
  };
  return (
    <form
      ref={box}
      class="room-form"
      data-testid={testid}
      onSubmit={(event) => {
        event.preventDefault();
        void tell();
      }}
    >
      {children}
      <div class="room-form-end">
        {cancel !== undefined && (
          <button
            type="button"
            {...(cancel === "focused" ? { "data-autofocus": true } : {})}
            onClick={close}
          >
            {t("room.cancel")}
          </button>
        )}
        <button
          type="submit"
          class="primary"
          data-testid={confirmTestid}
          disabled={busy || disabled}
        >
          {busy ? doing : submit}
        </button>
      </div>
    </form>
  );
}
