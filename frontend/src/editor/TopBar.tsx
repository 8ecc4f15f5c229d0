/** The bar at the top: what this is, how it runs, and the page's own settings. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { ActionButton, NamedAction } from "../actions/ActionButton";
import { Appearance } from "../actions/Appearance";
import { MenuAction } from "../actions/MenuAction";
import { choosePreset, rename } from "../actions/run";
import { DRAWER, LESSONS, PRESETS, REDO, UNDO } from "../actions/table";
import { isKey, t } from "../i18n";
import { hiddenAreas } from "../state/people/membership";
import { canEdit, spec } from "../state/sync/session";
import { presetsOpen } from "../state/view/panels";
import { drawerOpen } from "../state/view/view";
import { Icon } from "../ui/icons";
import { fetchPresets, type Preset } from "../wire/api";
import { SPEC } from "../wire/catalogue";
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
          title={t(DRAWER.label.value)}
          aria-expanded={drawerOpen.value}
          onClick={DRAWER.perform}
        >
          <Icon name="drawer" />
        </button>
        <h1>{t("app.name")}</h1>
        <ExperimentName />
        {people}
      </div>
      {hiddenAreas.value.has("transport") ? <span /> : <Transport />}
      <div class="tools">
        <NamedAction action={LESSONS} />
        <Presets />
        {children}
        <ActionButton action={UNDO} />
        <ActionButton action={REDO} />
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
      maxLength={SPEC.name.maxLength}
      disabled={!canEdit.value}
      value={spec.value?.name ?? ""}
      onInput={({ currentTarget: { value } }) => rename(value)}
    />
  );
}

function Presets() {
  const [presets, setPresets] = useState<readonly Preset[] | null>(null);
  const load = () => fetchPresets().then(setPresets, () => setPresets([]));
  return (
    <MenuAction action={PRESETS} open={presetsOpen} named>
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
    </MenuAction>
  );
}

function presetName({ name, spec: set }: Preset): string {
  const key = `preset.${name}`;
  return isKey(key) ? t(key) : set.name || name;
}
