/** Play and its kin, and where the run stands. */

import { ActionButton, actionTitle } from "../actions/ActionButton";
import type { Action } from "../actions/action";
import { keyText } from "../actions/key-names";
import { PACES, setPace } from "../actions/run";
import { EPOCH, PLAY, RESET, RESET_NEW_SEED, STEP } from "../actions/table";
import { type Key, t } from "../i18n";
import { grouped, rough } from "../i18n/text";
import { mayChange } from "../state/sync/areas";
import { playing, status } from "../state/sync/session";
import { liveEpoch, liveStep } from "../state/view/figures";
import { Icon } from "../ui/icons";
import { MenuButton } from "../ui/Popover";
import "./Transport.css";

export function Transport() {
  const off = !mayChange.transport.value || status.value === null;
  return (
    <div id="transport" class="transport" role="toolbar" aria-label={t("transport.name")}>
      <div class="buttons">
        <PlayButton />
        <ActionButton action={STEP} />
        <ActionButton action={EPOCH} />
        <ActionButton action={RESET} />
        <ResetMenu />
      </div>
      <Speed off={off} />
      <Counters />
    </div>
  );
}

const PlayButton = () => (
  <button
    type="button"
    class="primary play"
    data-testid={PLAY.id}
    data-playing={playing.value}
    aria-keyshortcuts="Space"
    title={actionTitle(PLAY)}
    disabled={!PLAY.enabled.value}
    onClick={PLAY.perform}
  >
    <Icon name={playing.value ? "pause" : "play"} />
    <span>{t(PLAY.label.value)}</span>
  </button>
);

const ResetMenu = () => (
  <MenuButton
    class="quiet icon slim"
    label={t("transport.reset.more")}
    testid="reset-menu"
    face={<Icon name="more" />}
  >
    {(close) => (
      <div class="menu">
        <MenuItem action={RESET} label="transport.reset.same" close={close} />
        <MenuItem
          action={RESET_NEW_SEED}
          label={RESET_NEW_SEED.label.value}
          testid={RESET_NEW_SEED.id}
          close={close}
        />
      </div>
    )}
  </MenuButton>
);

interface MenuItemProps {
  readonly action: Action;
  readonly label: Key;
  readonly testid?: string;
  readonly close: () => void;
}

function MenuItem({ action, label, testid, close }: MenuItemProps) {
  const choose = () => {
    action.perform();
    close();
  };
  return (
    <button type="button" class="quiet item" data-testid={testid} onClick={choose}>
      <span>{t(label)}</span>
      {action.keys.slice(0, 1).map((key) => (
        <kbd key={key}>{keyText(key)}</kbd>
      ))}
    </button>
  );
}

function Speed({ off }: { readonly off: boolean }) {
  const pace = status.value?.pace ?? null;
  const paces = PACES.includes(pace) ? PACES : [...PACES.slice(0, -1), pace, null];
  return (
    <label class="speed" title={t("transport.speed.tip")}>
      <span>{t("transport.speed")}</span>
      <select
        data-testid="speed"
        value={pace === null ? "max" : String(pace)}
        disabled={off}
        onChange={({ currentTarget: { value } }) => setPace(value === "max" ? null : Number(value))}
      >
        {paces.map((each) => (
          <option key={each} value={each === null ? "max" : String(each)}>
            {each === null
              ? t("transport.speed.max")
              : t("transport.speed.of", { n: grouped(each) })}
          </option>
        ))}
      </select>
    </label>
  );
}

function Counters() {
  const rate = status.value?.state === "playing" ? status.value.steps_per_second : 0;
  return (
    <dl class="counters">
      <div class="wide">
        <dt>{t("transport.steps")}</dt>
        <dd data-testid="steps">{grouped(liveStep.value)}</dd>
      </div>
      <div>
        <dt>{t("transport.epochs")}</dt>
        <dd data-testid="epochs">{grouped(liveEpoch.value)}</dd>
      </div>
      <div>
        <dt>{t("transport.rate")}</dt>
        <dd data-testid="rate">{rough(rate)}</dd>
      </div>
    </dl>
  );
}
