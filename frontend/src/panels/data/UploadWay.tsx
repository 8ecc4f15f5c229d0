/** How far a file is on its way to the server, and the way back. */
import { t } from "../../i18n";
import type { OnItsWay } from "./upload-state";
import "./UploadWay.css";

interface UploadWayProps {
  readonly way: OnItsWay;
  readonly onCancel: () => void;
}

export const UploadWay = ({ way, onCancel }: UploadWayProps) => (
  <div class="upload-way" data-testid="upload-progress" role="status">
    <span class="upload-name">
      {way.share < 1
        ? t("upload.sending", { name: way.name })
        : t("upload.reading", { name: way.name })}
    </span>
    <progress aria-label={t("upload.progress")} max={1} {...shareOf(way.share)} />
    <button type="button" data-testid="upload-cancel" onClick={onCancel}>
      {t("upload.cancel")}
    </button>
  </div>
);

/** Without a share the bar only shows that something goes on. */
const shareOf = (share: number) => (share < 1 ? { value: share } : {});
