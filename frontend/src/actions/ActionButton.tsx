/** The button of an action. */
import { useState } from "preact/hooks";
import { t } from "../i18n";
import { Icon } from "../ui/icons";
import type { Action } from "./action";
import { keyText } from "./key-names";

/** What an action's button tells the pointer: its sentence, else its name and its key. */
export function actionTitle({ label, tip, keys: [key] }: Action): string {
  if (tip !== null) return t(tip.value);
  return key === undefined ? t(label.value) : `${t(label.value)} (${keyText(key)})`;
}

interface ActionButtonProps {
  readonly action: Action;
  readonly class?: string;
}

/** Its icon alone; its name is read out. */
export function ActionButton({ action, class: kind = "quiet icon" }: ActionButtonProps) {
  // What a key pressed keeps the focus when it can do no more: it would fall to the page.
  const [held, hold] = useState(false);
  const isOff = !action.enabled.value;
  return (
    <button
      type="button"
      class={kind}
      data-testid={action.id}
      // A tooltip without a key is its name, and read out once.
      aria-label={actionTitle(action) === t(action.label.value) ? undefined : t(action.label.value)}
      {...(action.pressed === null ? {} : { "aria-pressed": action.pressed.value })}
      title={actionTitle(action)}
      disabled={isOff && !held}
      {...(isOff ? { "aria-disabled": true } : {})}
      onFocus={({ currentTarget }) => hold(currentTarget.matches(":focus-visible"))}
      onBlur={() => hold(false)}
      onClick={() => {
        if (!isOff) action.perform();
      }}
    >
      {action.icon !== null && <Icon name={action.icon.value} />}
    </button>
  );
}

interface NamedActionProps extends ActionButtonProps {
  /** Whether it opens a dialog. */
  readonly opens?: boolean;
}

/** Its icon and its name. */
export const NamedAction = ({ action, class: kind = "quiet presets", opens }: NamedActionProps) => (
  <button
    type="button"
    class={kind}
    data-testid={action.id}
    aria-label={t(action.label.value)}
    {...(opens ? { "aria-haspopup": "dialog" as const } : {})}
    title={actionTitle(action)}
    onClick={action.perform}
  >
    {action.icon !== null && <Icon name={action.icon.value} />}
    <span>{t(action.label.value)}</span>
  </button>
);
