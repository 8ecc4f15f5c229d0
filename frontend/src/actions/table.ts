/** Every action of the page, in the order in which the help sheet tells their keys. */
import { language } from "../i18n/language";
import { mayChange } from "../state/sync/areas";
import { canRedo, canUndo, redo, undo } from "../state/sync/journal";
import { playing, status } from "../state/sync/session";
import { isWatching } from "../state/sync/shared";
import { lessonsOpen } from "../state/view/lessons";
import {
  classOpen,
  exportOpen,
  helpOpen,
  historyOpen,
  importOpen,
  presetsOpen,
  shareOpen,
} from "../state/view/panels";
import { drawerOpen, projector, type ThemeChoice, themeChoice } from "../state/view/view";
import { action } from "./action";
import { backOut, reset, stepOnce, togglePlay } from "./run";

const mayRun = () => mayChange.transport.value && status.value !== null;

const playTip = () => (playing.value ? "transport.pause.tip" : "transport.play.tip");

export const PLAY = action({
  id: "play",
  label: () => (playing.value ? "transport.pause" : "transport.play"),
  tip: () => (isWatching.value ? "watching.off" : playTip()),
  icon: () => (playing.value ? "pause" : "play"),
  keys: [" "],
  help: "help.play",
  enabled: mayRun,
  pressed: () => playing.value,
  perform: togglePlay,
});

export const STEP = action({
  id: "step",
  label: "transport.step",
  tip: "transport.step.tip",
  icon: "step",
  keys: ["s"],
  help: "help.step",
  enabled: mayRun,
  perform: () => stepOnce("step"),
});

export const EPOCH = action({
  id: "epoch",
  label: "transport.epoch",
  tip: "transport.epoch.tip",
  icon: "epoch",
  keys: ["e"],
  help: "help.epoch",
  enabled: mayRun,
  perform: () => stepOnce("epoch"),
});

export const RESET = action({
  id: "reset",
  label: "transport.reset",
  tip: "transport.reset.tip",
  icon: "reset",
  keys: ["r"],
  help: "help.reset",
  enabled: mayRun,
  perform: () => void reset(false),
});

export const RESET_NEW_SEED = action({
  id: "reset-new-seed",
  label: "transport.reset.new",
  keys: ["shift+r"],
  help: "help.reset-new",
  enabled: mayRun,
  perform: () => void reset(true),
});

export const UNDO = action({
  id: "undo",
  label: "top.undo",
  icon: "undo",
  keys: ["ctrl+z"],
  help: "help.undo",
  enabled: () => canUndo.value,
  perform: undo,
});

export const REDO = action({
  id: "redo",
  label: "top.redo",
  icon: "redo",
  keys: ["ctrl+shift+z", "ctrl+y"],
  help: "help.redo",
  enabled: () => canRedo.value,
  perform: redo,
});

export const CLEAR = action({
  id: "clear",
  label: "help.clear",
  keys: ["escape"],
  help: "help.clear",
  perform: backOut,
});

export const HELP = action({
  id: "help",
  label: "top.help",
  icon: "help",
  keys: ["?"],
  help: "help.help",
  pressed: () => helpOpen.value,
  perform: () => {
    helpOpen.value = !helpOpen.value;
  },
});

export const LESSONS = action({
  id: "lessons",
  label: "lessons.name",
  tip: "lessons.tip",
  icon: "lessons",
  perform: () => {
    lessonsOpen.value = true;
  },
});

export const PRESETS = action({
  id: "presets",
  label: "top.presets",
  tip: "top.presets.tip",
  icon: "presets",
  pressed: () => presetsOpen.value,
  perform: () => {
    presetsOpen.value = !presetsOpen.value;
  },
});

export const SHARE = action({
  id: "share",
  label: "share.name",
  tip: "share.tip",
  icon: "link",
  perform: () => {
    shareOpen.value = true;
  },
});

export const HISTORY = action({
  id: "history",
  label: "share.history",
  perform: () => {
    historyOpen.value = true;
  },
});

export const CLASS = action({
  id: "class",
  label: "room.name",
  tip: "room.tip",
  icon: "board",
  pressed: () => classOpen.value,
  perform: () => {
    classOpen.value = !classOpen.value;
  },
});

export const EXPORT = action({
  id: "export",
  label: "export.name",
  tip: "export.tip",
  icon: "save",
  pressed: () => exportOpen.value,
  perform: () => {
    exportOpen.value = !exportOpen.value;
  },
});

export const IMPORT = action({
  id: "import",
  label: "open.name",
  tip: "open.tip",
  icon: "open",
  pressed: () => importOpen.value,
  perform: () => {
    importOpen.value = !importOpen.value;
  },
});

export const DRAWER = action({
  id: "drawer",
  label: "top.drawer",
  icon: "drawer",
  pressed: () => drawerOpen.value,
  perform: () => {
    drawerOpen.value = !drawerOpen.value;
  },
});

export const LANGUAGE = action({
  id: "language",
  label: "top.language.tip",
  perform: () => {
    language.value = language.value === "en" ? "ko" : "en";
  },
});

const NEXT_THEME: Readonly<Record<ThemeChoice, ThemeChoice>> = {
  system: "light",
  light: "dark",
  dark: "system",
};

export const THEME = action({
  id: "theme",
  label: () => `top.theme.${themeChoice.value}` as const,
  icon: () => themeChoice.value,
  perform: () => {
    themeChoice.value = NEXT_THEME[themeChoice.value];
  },
});

export const PROJECTOR = action({
  id: "projector",
  label: "top.projector",
  tip: "top.projector.tip",
  icon: "projector",
  pressed: () => projector.value === "on",
  perform: () => {
    projector.value = projector.value === "on" ? "off" : "on";
  },
});

export const ACTIONS = [
  PLAY,
  STEP,
  EPOCH,
  RESET,
  RESET_NEW_SEED,
  UNDO,
  REDO,
  CLEAR,
  HELP,
  LESSONS,
  PRESETS,
  SHARE,
  HISTORY,
  CLASS,
  EXPORT,
  IMPORT,
  DRAWER,
  LANGUAGE,
  THEME,
  PROJECTOR,
] as const;
