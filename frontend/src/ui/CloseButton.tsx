/** The cross that takes away what it stands in. */
import { t } from "../i18n";
import { Icon } from "./icons";

interface CloseButtonProps {
  readonly onClick: () => void;
  readonly testid?: string;
  /** Within a line of text. */
  readonly tiny?: boolean;
}

export const CloseButton = ({ onClick, testid, tiny = false }: CloseButtonProps) => (
  <button
    type="button"
    class={tiny ? "quiet icon tiny" : "quiet icon"}
    aria-label={t("close")}
    data-testid={testid}
    onClick={onClick}
  >
    <Icon name="close" />
  </button>
);
