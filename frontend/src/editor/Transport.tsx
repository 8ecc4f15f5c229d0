/** Play and its kin, and where the run stands. */

import { PACES, reset, setPace, stepOnce, togglePlay } from "../actions/actions";
import { t } from "../i18n";
import { grouped, rough } from "../i18n/text";
import { mayChange } from "../state/sync/areas";
import { playing, status } from "../state/sync/session";
import { isWatching } from "../state/sync/shared";
import { liveEpoch, liveStep } from "../state/view/figures";
import { Icon } from "../ui/icons";
import { MenuButton } from "../ui/Popover";
import "./Transport.css";

export function Transport() {
  const off = !mayChange.transport.value || status.value === null;
  return (
    <div class="transport" role="toolbar" aria-label={t("transport.name")}>
      <div class="buttons">
        <PlayButton off={off} />
        <button
          type="button"
          class="quiet icon"
          data-testid="step"
          aria-label={t("transport.step")}
          title={t("transport.step.tip")}
          disabled={off}
          onClick={() => stepOnce("step")}
        >
          <Icon name="step" />
        </button>
        <button
          type="button"
          class="quiet icon"
          data-testid="epoch"
          aria-label={t("transport.epoch")}
          title={t("transport.epoch.tip")}
          disabled={off}
          onClick={() => stepOnce("epoch")}
        >
          <Icon name="epoch" />
        </button>
        <button
          type="button"
          class="quiet icon"
          data-testid="reset"
          aria-label={t("transport.reset")}
          title={t("transport.reset.tip")}
          disabled={off}
          onClick={() => void reset(false)}
        >
          <Icon name="reset" />
        </button>
        <ResetMenu />
      </div>
      <Speed off={off} />
      <Counters />
    </div>
  );
}

function PlayButton({ off }: { readonly off: boolean }) {
  const on = playing.value;
  return (
    <button
      type="button"
      class="primary play"
      data-testid="play"
      aria-pressed={on}
      aria-keyshortcuts="Space"
      title={t(
        isWatching.value ? "watching.off" : on ? "transport.pause.tip" : "transport.play.tip",
      )}
      disabled={off}
      onClick={togglePlay}
    >
      <Icon name={on ? "pause" : "play"} />
      <span>{t(on ? "transport.pause" : "transport.play")}</span>
    </button>
  );
}

const ResetMenu = () => (
  <MenuButton
    class="quiet icon slim"
    label={t("transport.reset.more")}
    testid="reset-menu"
    face={<Icon name="more" />}
  >
    {(close) => (
      <div class="menu">
        <MenuItem
          label={t("transport.reset.same")}
          hint="R"
          act={() => void reset(false)}
          close={close}
        />
        <MenuItem
          label={t("transport.reset.new")}
          hint="Shift R"
          testid="reset-new-seed"
          act={() => void reset(true)}
          close={close}
        />
      </div>
    )}
  </MenuButton>
);

interface MenuItemProps {
  readonly label: string;
  readonly hint?: string;
  readonly testid?: string;
  readonly act: () => void;
  readonly close: () => void;
}

function MenuItem({ label, hint, testid, act, close }: MenuItemProps) {
  const choose = () => {
    act();
    close();
  };
  return (
    <button type="button" class="quiet item" data-testid={testid} onClick={choose}>
      <span>{label}</span>
      {hint !== undefined && <kbd>{hint}</kbd>}
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
