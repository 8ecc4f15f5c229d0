/** Why something was not taken, beside where it was asked for. */
import type { ComponentChildren } from "preact";
import { CloseButton } from "./CloseButton";
import { Icon } from "./icons";
import "./WhyNot.css";

interface WhyNotProps {
  readonly testid: string;
  readonly children: ComponentChildren;
  /** Where it stays until it is taken away. */
  readonly onClose?: () => void;
}

export const WhyNot = ({ testid, children, onClose }: WhyNotProps) => (
  <p class="why-not" role="alert" data-testid={testid}>
    <Icon name="warning" />
    <span>{children}</span>
    {onClose !== undefined && <CloseButton tiny onClick={onClose} />}
  </p>
);
