/** The bar at the top: what this is, how it runs, and the page's own settings. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Appearance } from "../actions/Appearance";
import { choosePreset, rename } from "../actions/actions";
import { isKey, type Key, t } from "../i18n";
import { hiddenAreas } from "../state/people/membership";
import { canRedo, canUndo, redo, undo } from "../state/sync/journal";
import { canEdit, spec } from "../state/sync/session";
import { lessonsOpen } from "../state/view/lessons";
import { drawerOpen } from "../state/view/view";
import { Icon, type IconName } from "../ui/icons";
import { NamedMenu } from "../ui/Popover";
import { fetchPresets, type Preset } from "../wire/api";
import { ExportMenu } from "./ExportMenu";
import { Help } from "./Help";
import { ImportMenu } from "./ImportMenu";
import { Transport } from "./Transport";
import "./TopBar.css";

interface TopBarProps {
  /** Who else is here. */
  readonly people?: ComponentChildren;
  /** The ways to other people, from floors above this one. */
  readonly children?: ComponentChildren;
}

export function TopBar({ people, children }: TopBarProps) {
  return (
    <header class="topbar">
      <div class="brand">
        <button
          type="button"
          class="quiet icon drawer-button"
          aria-label={t("top.drawer")}
          title={t("top.drawer")}
          aria-expanded={drawerOpen.value}
          onClick={() => {
            drawerOpen.value = !drawerOpen.value;
          }}
        >
          <Icon name="drawer" />
        </button>
        <h1>{t("app.name")}</h1>
        <ExperimentName />
        {people}
      </div>
      {hiddenAreas.value.has("transport") ? <span /> : <Transport />}
      <div class="tools">
        <button
          type="button"
          class="quiet presets"
          data-testid="lessons"
          aria-label={t("lessons.name")}
          title={t("lessons.tip")}
          onClick={() => {
            lessonsOpen.value = true;
          }}
        >
          <Icon name="lessons" />
          <span>{t("lessons.name")}</span>
        </button>
        <Presets />
        {children}
        <IconButton
          icon="undo"
          label="top.undo"
          keys="Ctrl Z"
          testid="undo"
          act={undo}
          off={!canUndo.value}
        />
        <IconButton
          icon="redo"
          label="top.redo"
          keys="Ctrl Shift Z"
          testid="redo"
          act={redo}
          off={!canRedo.value}
        />
        <ExportMenu />
        <ImportMenu />
        <span class="rule" />
        <Appearance />
        <Help />
      </div>
    </header>
  );
}

function ExperimentName() {
  return (
    <input
      type="text"
      class="name"
      data-testid="name"
      aria-label={t("top.name")}
      title={t("top.name.tip")}
      placeholder={t("top.name.none")}
      maxLength={80}
      disabled={!canEdit.value}
      value={spec.value?.name ?? ""}
      onInput={({ currentTarget: { value } }) => rename(value)}
    />
  );
}

interface IconButtonProps {
  readonly icon: IconName;
  readonly label: Key;
  readonly keys: string;
  readonly testid: string;
  readonly act: () => void;
  readonly off: boolean;
}

const IconButton = ({ icon, label, keys, testid, act, off }: IconButtonProps) => (
  <button
    type="button"
    class="quiet icon"
    data-testid={testid}
    aria-label={t(label)}
    title={`${t(label)} (${keys})`}
    disabled={off}
    onClick={act}
  >
    <Icon name={icon} />
  </button>
);

function Presets() {
  const [presets, setPresets] = useState<readonly Preset[] | null>(null);
  const load = () => fetchPresets().then(setPresets, () => setPresets([]));
  return (
    <NamedMenu
      class="quiet presets"
      label={t("top.presets")}
      title={t("top.presets.tip")}
      testid="presets"
      icon="presets"
    >
      {(close) => {
        if (presets === null) void load();
        return (
          <div class="menu">
            {presets === null && <p class="quiet-line">{t("state.loading")}</p>}
            {presets?.length === 0 && <p class="quiet-line">{t("top.presets.none")}</p>}
            {presets?.map((preset) => (
              <button
                key={preset.name}
                type="button"
                class="quiet item"
                data-testid={`preset-${preset.name}`}
                onClick={() => {
                  void choosePreset(preset);
                  close();
                }}
              >
                {presetName(preset)}
              </button>
            ))}
          </div>
        );
      }}
    </NamedMenu>
  );
}

function presetName({ name, spec: set }: Preset): string {
  const key = `preset.${name}`;
  return isKey(key) ? t(key) : set.name || name;
}
