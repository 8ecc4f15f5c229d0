/** A QR code as large as the window, for a phone in the last row. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../editor/icons";
import { t } from "../i18n";
import { Qr } from "./Qr";

interface LargeQrProps {
  readonly text: string;
  readonly title: string;
  readonly onClose: () => void;
}

export function LargeQr({ text, title, onClose }: LargeQrProps) {
  const box = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    box.current?.showModal();
    return () => box.current?.close();
  }, []);
  return (
    <dialog
      ref={box}
      class="large-qr"
      data-testid="large-qr"
      aria-label={t("share.qr")}
      onCancel={(event) => {
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== "Escape") return;
        event.preventDefault();
        onClose();
      }}
    >
      <header>
        <h2>{title}</h2>
        <button
          type="button"
          class="quiet icon"
          aria-label={t("close")}
          data-testid="large-qr-close"
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </header>
      <Qr text={text} label={t("share.qr")} />
      <p>{text}</p>
    </dialog>
  );
}
