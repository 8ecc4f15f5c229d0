/** The keys, and how to read the picture. */

import { useRef } from "preact/hooks";
import { helpOpen } from "../actions/keys";
import { t } from "../i18n";
import { CloseButton } from "../ui/CloseButton";
import { Icon } from "../ui/icons";
import { Popover } from "../ui/Popover";
import "./Help.css";

const ROWS = [
  ["Space", "help.play"],
  ["S", "help.step"],
  ["E", "help.epoch"],
  ["R", "help.reset"],
  ["Shift R", "help.reset-new"],
  ["Ctrl Z", "help.undo"],
  ["Ctrl Shift Z", "help.redo"],
  ["Alt ← →", "help.move"],
  ["+ −", "help.units"],
  ["Delete", "help.remove"],
  ["Esc", "help.clear"],
  ["?", "help.help"],
] as const;

export function Help() {
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    helpOpen.value = false;
  };
  const rect = helpOpen.value ? button.current?.getBoundingClientRect() : undefined;
  return (
    <>
      <button
        ref={button}
        type="button"
        class="quiet icon"
        data-testid="help"
        aria-label={t("top.help")}
        title={`${t("top.help")} (?)`}
        aria-expanded={helpOpen.value}
        onClick={() => {
          helpOpen.value = !helpOpen.value;
        }}
      >
        <Icon name="help" />
      </button>
      {rect !== undefined && (
        <Popover anchor={rect} label={t("top.help")} onClose={close}>
          <div class="help">
            <div class="help-head">
              <h3>{t("help.keys")}</h3>
              <CloseButton onClick={close} />
            </div>
            <dl>
              {ROWS.map(([keys, label]) => (
                <div key={keys}>
                  <dt>
                    {keys.split(" ").map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{t(label)}</dd>
                </div>
              ))}
            </dl>
            <h3>{t("help.reading")}</h3>
            <p>{t("help.colours")}</p>
            <p>{t("help.edges")}</p>
            <p>{t("help.points")}</p>
          </div>
        </Popover>
      )}
    </>
  );
}
