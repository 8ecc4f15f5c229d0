/** A panel above the bench: beside it, so that training is seen, or in front of it as a dialog. */
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../editor/icons";
import { t } from "../i18n";

interface SheetProps {
  readonly title: string;
  readonly testid: string;
  /** Nothing else can be used meanwhile. */
  readonly modal?: boolean;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export function Sheet({ title, testid, modal = false, onClose, children }: SheetProps) {
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
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={box}
      class="sheet"
      data-modal={modal}
      data-testid={testid}
      aria-label={title}
      {...(modal ? {} : { popover: "manual" })}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
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
        <button
          type="button"
          class="quiet icon"
          aria-label={t("close")}
          data-testid={`${testid}-close`}
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </header>
      {children}
    </dialog>
  );
}
