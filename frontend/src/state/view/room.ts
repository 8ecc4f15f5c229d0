/** How much room the window has, counted in its own type; style sheets read it on the root. */
import { computed, effect, signal } from "@preact/signals";
import { isFramed } from "../../wire/lessons";
import { isEmbedded } from "../sync/shared";
import { projector } from "./view";

/** The root's type where nothing enlarges it, in CSS pixels. */
const USUAL_TYPE = 13;
/** From so many CSS pixels on a window is read from afar. */
const LARGE_FROM = 1900;
/**
 * Widths under which something is arranged otherwise, in pixels of usual type: where type is twice
 * as large, a window of 1,440 pixels has the room of one of 720.
 */
const WIDTHS = [1560, 1400, 1320, 1200, 1180, 1100, 1010, 900, 860, 700, 560, 480, 360] as const;
const STACKED = 700;
/** Where cards beneath the diagram would leave no height for it. */
const SHORT = 520;
/** A window lower than so many pixels of usual type keeps no bar in view but the transport's. */
const LOW = 400;

/** The page in which this one stands beside others: its type is theirs. */
const around =
  isFramed && !isEmbedded ? (window.frameElement?.ownerDocument.documentElement ?? null) : null;

const inner = signal({ width: innerWidth, height: innerHeight });
const type = signal(USUAL_TYPE);
const coarse = matchMedia("(pointer: coarse)");
const touched = signal(coarse.matches);

/** Whether it is one of several beside each other, in a page that is looked at from afar. */
const isBeside = signal(false);

/** Whether the page is looked at from afar: pictures and type grow with the window. */
export const isLarge = computed(() => {
  const { width } = inner.value;
  if (around !== null) return false;
  return width >= LARGE_FROM || (projector.value === "on" && width > STACKED);
});

/** Whether no type is smaller than the root's. */
export const isReadFromAfar = computed(() => isLarge.value || isBeside.value);

/** How much larger than usual type is, and with it lines, points and the diagram. */
export const zoom = computed(() => type.value / USUAL_TYPE);

/** Whether the page's parts stand above each other: a phone, or a narrow window of large type. */
export const isStacked = computed(
  () => !isLarge.value && inner.value.width / zoom.value <= STACKED,
);

/** Whether a column has no height for all that a card can say. */
export const isShort = computed(() => inner.value.height / zoom.value < SHORT);

/** Whether a finger points: what is pressed is at least as large as one can hit. */
export const isTouched = computed(() => touched.value);

/** The widths and heights that the window stays under, as `data-under` has them. */
export function under(width: number, height: number, scale: number, large: boolean): string {
  // A large room is never stacked: its picture would be higher than the window.
  const least = large ? STACKED + 1 : 0;
  const widths = WIDTHS.filter((each) => each >= least && width / scale <= each);
  return [...widths, ...(height / scale <= LOW ? ["low"] : [])].join(" ");
}

/** Keeps the root element told of the room. Call once. */
export function followRoom(): void {
  const root = document.documentElement;
  const measure = () => {
    isBeside.value = around?.dataset.room === "large";
    root.dataset.room = isLarge.value ? "large" : isBeside.value ? "beside" : "usual";
    root.style.fontSize = isBeside.value && around ? getComputedStyle(around).fontSize : "";
    // Read, as a switch of the projector in the page around says that its type may have changed.
    void projector.value;
    type.value = Number.parseFloat(getComputedStyle(root).fontSize) || USUAL_TYPE;
    const { width, height } = inner.value;
    // Where type is usual the sheets' media queries tell the same, without a script.
    const isUsual = zoom.value === 1 && !isLarge.value;
    root.dataset.under = isUsual ? "" : under(width, height, zoom.value, isLarge.value);
  };
  addEventListener("resize", () => {
    inner.value = { width: innerWidth, height: innerHeight };
    measure();
  });
  coarse.addEventListener("change", ({ matches }) => {
    touched.value = matches;
  });
  effect(measure);
  new ResizeObserver(measure).observe(ruler());
}

/** As wide as the root's type: tells when a reader makes that larger. */
function ruler(): HTMLElement {
  const made = document.createElement("i");
  made.className = "ruler";
  made.ariaHidden = "true";
  document.body.append(made);
  return made;
}
