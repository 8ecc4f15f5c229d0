/** A part of a pupil's page: gone where the teacher hides it, with a word where it is locked. */
import type { ComponentChildren } from "preact";
import { t } from "../i18n";
import { hiddenAreas, lockedAreas, type Area as Name } from "../state/people/membership";
import { Lock } from "../ui/controls";
import "./Area.css";

interface AreaProps {
  readonly name: Name;
  readonly children: ComponentChildren;
}

export function Area({ name, children }: AreaProps) {
  if (hiddenAreas.value.has(name)) return null;
  return (
    <>
      {lockedAreas.value.has(name) && (
        <p class="locked-area" data-testid={`locked-${name}`}>
          <Lock shut />
          {t("room.locked")}
        </p>
      )}
      {children}
    </>
  );
}

/** The parts of the workbench's frame that have nothing to hold, for its style sheet. */
export function emptied(): string {
  const hidden = hiddenAreas.value;
  return [
    hidden.has("data") && hidden.has("training") ? "setup" : "",
    hidden.has("network") ? "network" : "",
    hidden.has("inside") ? "inside" : "",
  ].join(" ");
}
