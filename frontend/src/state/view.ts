/** What this viewer looks at, and how: selection, panels, theme, language. Nothing of it is shared. */
import { computed, effect, signal } from "@preact/signals";
import type { Theme } from "../plots/colours";
import type { ProbeSpec } from "../wire/types";
import { spec, watch } from "./session";

export type Selection =
  | { readonly kind: "layer"; readonly layer: string }
  | { readonly kind: "neuron"; readonly layer: string; readonly unit: number }
  | {
      readonly kind: "edge";
      readonly layer: string;
      readonly unit: number;
      readonly input: number;
    };

export type InsideTab = "gradients" | "distributions" | "selected";
export type ThemeChoice = "system" | Theme;
export type Language = "en" | "ko";

/** A choice that a return to the page finds again; storage may be refused, the choice still works. */
function remembered<Choice extends string>(
  name: string,
  choices: readonly Choice[],
  first: Choice,
) {
  let start = first;
  try {
    const kept = localStorage.getItem(name) as Choice | null;
    if (kept !== null && choices.includes(kept)) start = kept;
  } catch {}
  const choice = signal<Choice>(start);
  effect(() => {
    try {
      localStorage.setItem(name, choice.value);
    } catch {}
  });
  return choice;
}

export const selection = signal<Selection | null>(null);
export const insideTab = signal<InsideTab>("gradients");
export const insideOpen = signal(true);
/** Whether the data and training panel shows where it is a drawer (narrow windows). */
export const drawerOpen = signal(false);
export const showTest = signal(true);

export const themeChoice = remembered<ThemeChoice>("theme", ["system", "light", "dark"], "system");
export const projector = remembered<"on" | "off">("projector", ["on", "off"], "off");

const systemLanguage: Language = navigator.language.startsWith("ko") ? "ko" : "en";
export const language = remembered<Language>("language", ["en", "ko"], systemLanguage);

const darkSystem = matchMedia("(prefers-color-scheme: dark)");
const systemTheme = signal<Theme>(darkSystem.matches ? "dark" : "light");
darkSystem.addEventListener("change", ({ matches }) => {
  systemTheme.value = matches ? "dark" : "light";
});

export const theme = computed<Theme>(() =>
  themeChoice.value === "system" ? systemTheme.value : themeChoice.value,
);

const hidden = signal(document.hidden);
document.addEventListener("visibilitychange", () => {
  hidden.value = document.hidden;
});

/** The layer whose distributions show: the selected one, else the first. */
export const chosenLayer = computed(() => {
  const layers = spec.value?.network.layers ?? [];
  const wanted = selection.value?.layer;
  if (wanted === "output" || layers.some(({ id }) => id === wanted)) return wanted ?? "output";
  return layers[0]?.id ?? "output";
});

const LIVE_FPS = 30;

export const probes = computed<readonly ProbeSpec[]>(() => {
  const wanted: ProbeSpec[] = [
    { probe: "metrics" },
    { probe: "boundary", resolution: 100 },
    { probe: "neurons", resolution: 24 },
    { probe: "weights" },
  ];
  if (insideOpen.value && insideTab.value === "distributions") {
    wanted.push({ probe: "histograms", layer: chosenLayer.value, bins: 40 });
  }
  const chosen = selection.value;
  if (insideOpen.value && insideTab.value === "selected" && chosen?.kind === "neuron") {
    const { layer, unit } = chosen;
    if (layer !== "input") {
      wanted.push({ probe: "neuron", layer, unit, resolution: 100, bins: 40 });
    }
  }
  return wanted;
});

/** Tells the server what to compute whenever what is looked at changes. Call once. */
export function watchWhatIsSeen(): void {
  effect(() => watch(probes.value, hidden.value ? 0 : LIVE_FPS));
}

export function select(next: Selection | null): void {
  selection.value = next;
  if (next === null) return;
  insideOpen.value = true;
  insideTab.value = next.kind === "layer" ? "distributions" : "selected";
}
