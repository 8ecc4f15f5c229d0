/** What is selected, up close: the keys come here from the diagram, and its numbers are read out. */
import type { ComponentChildren } from "preact";
import { namedNow } from "../../ui/named-now";

interface CloseUpProps {
  readonly name: string;
  /** Its name with the numbers of now. */
  readonly now: () => string;
  readonly edge?: boolean;
  readonly children: ComponentChildren;
}

export const CloseUp = ({ name, now, edge = false, children }: CloseUpProps) => (
  // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid everywhere
  <div
    class={edge ? "selected edge" : "selected"}
    role="group"
    tabIndex={-1}
    {...namedNow(name, now)}
  >
    {children}
  </div>
);
