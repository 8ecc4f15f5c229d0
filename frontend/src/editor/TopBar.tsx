/** The bar at the top: what this is, how it runs, and the page's own settings. */
import { useState } from "preact/hooks";
import { isKey, type Key, t } from "../i18n";
import { canRedo, canUndo, redo, undo } from "../state/journal";
import { lessonsOpen } from "../state/lessons";
import { addressOf, encodeLink } from "../state/link";
import { canEdit, spec } from "../state/session";
import { drawerOpen } from "../state/view";
import { fetchPresets, type Preset } from "../wire/api";
import { Appearance } from "./Appearance";
import { choosePreset, rename } from "./actions";
import { ExportMenu } from "./ExportMenu";
import { Help } from "./Help";
import { ImportMenu } from "./ImportMenu";
import { Icon, type IconName } from "./icons";
import { MenuButton } from "./Popover";
import { Transport } from "./Transport";

export function TopBar() {
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
      </div>
      <Transport />
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
        <CopyLink />
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
    <MenuButton
      class="quiet presets"
      label={t("top.presets")}
      title={t("top.presets.tip")}
      testid="presets"
      face={
        <>
          <Icon name="presets" />
          <span>{t("top.presets")}</span>
        </>
      }
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
    </MenuButton>
  );
}

function presetName({ name, spec: set }: Preset): string {
  const key = `preset.${name}`;
  return isKey(key) ? t(key) : set.name || name;
}

const COPIED_MS = 2500;

/** Where the browser gives no clipboard (plain http in a school), the text is selected instead. */
async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}

function CopyLink() {
  const [said, say] = useState<Key | null>(null);
  const copy = async () => {
    const set = spec.value;
    if (set === null) return;
    // At once where it can be: some browsers give the clipboard only during the click itself.
    const address =
      addressOf(set) ?? `${location.origin}${location.pathname}#s=${await encodeLink(set)}`;
    const done = await toClipboard(address);
    say(done ? "top.copied" : "top.copy.failed");
    setTimeout(() => say(null), COPIED_MS);
  };
  return (
    <span class="copy">
      <button
        type="button"
        class="quiet icon"
        data-testid="copy-link"
        aria-label={t("top.copy")}
        title={t("top.copy.tip")}
        onClick={() => void copy()}
      >
        <Icon name={said === "top.copied" ? "done" : "link"} />
      </button>
      <span class="said" role="status">
        {said === null ? "" : t(said)}
      </span>
    </span>
  );
}
