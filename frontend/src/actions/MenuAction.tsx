/** The button of an action that opens a menu, and the menu. */
import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { t } from "../i18n";
import { Icon } from "../ui/icons";
import { MenuButton, NamedMenu } from "../ui/Popover";
import { actionTitle } from "./ActionButton";
import type { Action } from "./action";

interface MenuActionProps {
  readonly action: Action;
  readonly open: Signal<boolean>;
  /** Beside the icon, its name. */
  readonly named?: boolean;
  readonly children: (close: () => void) => ComponentChildren;
}

export function MenuAction({ action, open, named = false, children }: MenuActionProps) {
  const icon = action.icon?.value ?? "more";
  const props = {
    label: t(action.label.value),
    title: actionTitle(action),
    testid: action.id,
    open,
  };
  return named ? (
    <NamedMenu {...props} class="quiet presets" icon={icon}>
      {children}
    </NamedMenu>
  ) : (
    <MenuButton {...props} face={<Icon name={icon} />}>
      {children}
    </MenuButton>
  );
}
