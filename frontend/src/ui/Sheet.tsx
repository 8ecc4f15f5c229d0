/** A panel above the bench: beside it, so that training is seen, or a dialog in front. */
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { CloseButton } from "./CloseButton";
import "./Sheet.css";

interface SheetProps {
  readonly title: string;
  readonly testid: string;
  /** Blocks the rest of the page while it is open. */
  readonly modal?: boolean;
  /** As large as the window, for the back row, and modal. */
  readonly whole?: boolean;
  readonly class?: string;
  /** Instead of the cross. */
  readonly leave?: ComponentChildren;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export function Sheet({ title, testid, onClose, children, ...rest }: SheetProps) {
  const { whole = false, modal = whole } = rest;
  const box = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const { current } = box;
    // The top layer: a drawer that is moved aside would move what is fixed in it, and cut it off.
    if (modal) current?.showModal();
    else current?.showPopover();
    // It gives the focus back, which nothing behind an open dialog could take.
    return () => current?.close();
  }, []);
  // Before anything in it takes the focus.
  const [before] = useState(() => document.activeElement);
  useEffect(() => {
    box.current?.querySelector<HTMLElement>("[data-autofocus]")?.focus({ preventScroll: true });
  }, []);
  useLayoutEffect(() => {
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={box}
      class={`${whole ? "whole-window" : "sheet"} ${rest.class ?? ""}`.trimEnd()}
      data-modal={modal}
      data-testid={testid}
      aria-label={title}
      {...(modal ? {} : { popover: "manual" })}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // A browser may close it without asking, as when the focus was on nothing.
      onClose={({ currentTarget }) => currentTarget.isConnected && onClose()}
      onKeyDown={(event) => {
        const undoing = (event.ctrlKey || event.metaKey) && /^[zy]$/i.test(event.key);
        if (undoing && !modal) return;
        event.stopPropagation();
        if (event.key !== "Escape") return;
        event.preventDefault();
        onClose();
      }}
    >
      <header class="sheet-head">
        <h2>{title}</h2>
        {rest.leave ?? <CloseButton testid={`${testid}-close`} onClick={onClose} />}
      </header>
      {children}
    </dialog>
  );
}
