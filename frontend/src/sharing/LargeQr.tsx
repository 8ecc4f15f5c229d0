/** A QR code as large as the window, for a phone in the last row. */
import { t } from "../i18n";
import { Qr } from "../ui/Qr";
import { Sheet } from "../ui/Sheet";
import "./LargeQr.css";

interface LargeQrProps {
  readonly text: string;
  readonly title: string;
  readonly onClose: () => void;
}

export const LargeQr = ({ text, title, onClose }: LargeQrProps) => (
  <Sheet whole class="large-qr" title={title} testid="large-qr" onClose={onClose}>
    <Qr text={text} label={t("share.qr")} />
    <p>{text}</p>
  </Sheet>
);
