/** This viewer's own view: selection, panels, theme. Nothing of it is shared. */
import { computed, effect, signal } from "@preact/signals";
import type { Theme } from "../../plots/colors";
import { form, inputNames, size, task, trainSamples } from "../../spec/datasets";
import { MESSAGES, PROBES } from "../../wire/catalogue";
import type { Wire } from "../../wire/generated";
import { storedChoice } from "../../wire/stored-choice";
import type { PlaneSpec, ProbeSpec } from "../../wire/types";
import { watch } from "../sync/connection";
import { shapes, spec } from "../sync/session";
import { notes } from "../sync/start";

export type Selection =
  | { readonly kind: "layer"; readonly layer: string }
  | { readonly kind: "neuron"; readonly layer: string; readonly unit: number }
  | {
      readonly kind: "edge";
      readonly layer: string;
      readonly unit: number;
      readonly input: number;
    };

/** What the result shows: the plane, single test images, or which class is taken for which. */
export type ResultTab = "plane" | "samples" | "confusion";
export type ThemeChoice = "system" | Theme;

export const selection = signal<Selection | null>(null);
/** The view of the inside that is chosen, by its name; `panels/inside/views` has a file for each. */
export const insideTab = signal("gradients");
export const insideOpen = signal(true);
/** What the view of the inside that shows asks for, beside what the rest of the page does. */
export const insideProbes = signal<readonly ProbeSpec[]>([]);
/** Whether somebody is there to be told what goes wrong. */
export const asksForHealth = signal(false);
/** Whether the data and training panel shows where it is a drawer (narrow windows). */
export const drawerOpen = signal(false);
export const showTest = signal(true);
/** Whether the picture shows only which answer wins. */
export const discrete = signal(false);

export const themeChoice = storedChoice<ThemeChoice>(
  "theme",
  ["system", "light", "dark"],
  "system",
);
export const projector = storedChoice<"on" | "off">("projector", ["on", "off"], "off");

const darkSystem = matchMedia("(prefers-color-scheme: dark)");
const systemTheme = signal<Theme>(darkSystem.matches ? "dark" : "light");
darkSystem.addEventListener("change", ({ matches }) => {
  systemTheme.value = matches ? "dark" : "light";
});

/** Where the system gives the colors, pictures are drawn for its ground. */
const isForced = matchMedia("(forced-colors: active)").matches;

export const theme = computed<Theme>(() =>
  themeChoice.value === "system" || isForced ? systemTheme.value : themeChoice.value,
);

const hidden = signal(document.hidden);
document.addEventListener("visibilitychange", () => {
  hidden.value = document.hidden;
});

/** The layer whose distributions show: the selected one if it has weights, else the first that has. */
export const chosenLayer = computed(() => {
  const learning = shapes.value.filter(({ parameters }) => parameters > 0);
  const chosen = learning.find(({ id }) => id === selection.value?.layer) ?? learning[0];
  return chosen?.id ?? "output";
});

/** What was chosen to be seen of the result; `resultTab` is what the data has to show. */
export const resultChoice = signal<ResultTab>("plane");

export const resultTabs = computed<readonly ResultTab[]>(() => {
  const data = spec.value?.data;
  if (data === undefined || form(data) === "line" || form(data) === "plane") return ["plane"];
  if (form(data) === "image" && task(data) !== "regression") {
    return ["plane", "samples", "confusion"];
  }
  if (form(data) === "image") return ["plane", "samples"];
  return task(data) === "regression" ? ["plane"] : ["plane", "confusion"];
});

export const resultTab = computed<ResultTab>(() =>
  resultTabs.value.includes(resultChoice.value) ? resultChoice.value : "plane",
);

/** The plane chosen for inputs of more than two columns; null is the server's own choice. */
export const planeChoice = signal<PlaneSpec | null>(null);

export const plane = computed<PlaneSpec | null>(() => {
  const data = spec.value?.data;
  return data === undefined || form(data) !== "table"
    ? null
    : fittingPlane(planeChoice.value, inputNames(data).length);
});

/** The choice where it fits a table of so many columns, else the first two; one alone has no plane. */
export function fittingPlane(choice: PlaneSpec | null, columns: number): PlaneSpec | null {
  if (columns < 2) return null;
  if (choice?.kind === "pca") return choice;
  const { x, y, held } = choice ?? { x: 0, y: 1, held: [] };
  if (x === y || x >= columns || y >= columns) return { kind: "columns", x: 0, y: 1, held: [] };
  return { kind: "columns", x, y, held: held.slice(0, columns) };
}

/** The test image looked at, counted among those that test. */
export const chosenImage = signal(0);

/** The sample that the feature maps are of, counted through all samples: a test image. */
export const chosenSample = computed(() => {
  const data = spec.value?.data;
  if (data === undefined || form(data) !== "image") return 0;
  return Math.min(size(data) - 1, trainSamples(data) + chosenImage.value);
});

const LIVE_FPS = MESSAGES.Hello.max_fps.default;
/** As many test images as the gallery shows. */
export const MAX_IMAGES = PROBES.predictions.most.default;

export const probes = computed<readonly ProbeSpec[]>(() => {
  const [cut, sample] = [plane.value, chosenSample.value];
  const wanted: ProbeSpec[] = [
    { probe: "metrics" },
    { probe: "neurons", resolution: PROBES.neurons.resolution.default, plane: cut, sample },
    { probe: "weights" },
  ];
  const data = spec.value?.data;
  const shown = resultTab.value;
  if (shown === "plane")
    wanted.push({ probe: "boundary", resolution: PROBES.boundary.resolution.default, plane: cut });
  else wanted.push({ probe: "predictions", most: MAX_IMAGES });
  if (
    shown === "plane" &&
    data !== undefined &&
    (form(data) === "table" || form(data) === "image")
  ) {
    wanted.push({ probe: "points_on_plane", plane: cut });
  }
  if (asksForHealth.value) wanted.push({ probe: "health" });
  return [...wanted, ...insideProbes.value];
});

/** A link from elsewhere says how its picture looks; one of ours leaves that to the viewer. */
function lookAsTold(told: readonly Wire["ImportNote"][]): void {
  if (told.length === 0) return;
  const says = (code: Wire["ImportNote"]["code"]) => told.some((note) => note.code === code);
  showTest.value = says("show_test_data");
  discrete.value = says("discretize");
}

/** Tells the server what to compute whenever what is looked at changes. Call once. */
export function watchWhatIsSeen(): void {
  effect(() => watch(probes.value, hidden.value ? 0 : LIVE_FPS));
  effect(() => lookAsTold(notes.value));
}

/** Selects, and shows the inside of what is selected: in `tab`, or in the one that fits it. */
export function select(next: Selection | null, tab?: string): void {
  selection.value = next;
  if (next === null) return;
  insideOpen.value = true;
  insideTab.value = tab ?? (next.kind === "layer" ? "distributions" : "selected");
}
