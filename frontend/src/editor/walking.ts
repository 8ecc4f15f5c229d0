/**
 * The diagram under the keys: one stop for Tab, and arrows from there to each unit, handle and "+".
 * The card beneath is the next stop, with its own controls behind it; the other cards have none.
 */
import { followKey, middleOf, nearest } from "../ui/focus";

const KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"] as const;
type Way = (typeof KEYS)[number];

const isWay = (key: string): key is Way => (KEYS as readonly string[]).includes(key);

/** A stop of the diagram and where it is. */
export interface Stop<Element> {
  readonly element: Element;
  readonly x: number;
  readonly y: number;
  /** A unit; all else is a tool. */
  readonly isUnit: boolean;
}

/** Nearer than this, two stops are in one file. */
const FILE = 3;
/** How much a way aside counts against one straight on. */
const ASIDE = 2;

const least = <Element>(
  all: readonly Stop<Element>[],
  cost: (stop: Stop<Element>) => number,
): Stop<Element> | null =>
  all.reduce<Stop<Element> | null>(
    (found, stop) => (found === null || cost(stop) < cost(found) ? stop : found),
    null,
  );

/** To the left or right: a unit's next file, at the same height; a tool's next tool. */
function across<E>(from: Stop<E>, all: readonly Stop<E>[], way: number): Stop<E> | null {
  const ahead = all.filter((stop) => stop.isUnit === from.isUnit && (stop.x - from.x) * way > FILE);
  const ahead_by = (stop: Stop<E>) => (stop.x - from.x) * way;
  if (!from.isUnit) {
    return least(ahead, (stop) => ahead_by(stop) + ASIDE * Math.abs(stop.y - from.y));
  }
  const first = Math.min(...ahead.map(ahead_by));
  const file = ahead.filter((stop) => ahead_by(stop) - first < FILE);
  return least(file, (stop) => Math.abs(stop.y - from.y));
}

/** Up or down: along the file, and at its end to the tools there. */
function along<E>(from: Stop<E>, all: readonly Stop<E>[], way: number): Stop<E> | null {
  const ahead_by = (stop: Stop<E>) => (stop.y - from.y) * way;
  const ahead = all.filter((stop) => ahead_by(stop) > FILE);
  const file = ahead.filter((stop) => stop.isUnit && Math.abs(stop.x - from.x) < FILE);
  if (from.isUnit && file.length > 0) return least(file, ahead_by);
  const others = from.isUnit ? ahead.filter((stop) => !stop.isUnit) : ahead;
  return least(others, (stop) => ahead_by(stop) + ASIDE * Math.abs(stop.x - from.x));
}

/** Where a key leads from a stop; null where there is nothing on that side. */
export function stopTowards<E>(from: Stop<E>, all: readonly Stop<E>[], key: Way): Stop<E> | null {
  const units = all.filter(({ isUnit }) => isUnit);
  switch (key) {
    case "ArrowLeft":
      return across(from, all, -1);
    case "ArrowRight":
      return across(from, all, 1);
    case "ArrowUp":
      return along(from, all, -1);
    case "ArrowDown":
      return along(from, all, 1);
    case "Home":
      return least(units, (stop) => stop.x + stop.y / 1e4);
    case "End":
      return least(units, (stop) => -stop.x + stop.y / 1e4);
  }
}

type Able = HTMLElement | SVGElement;

const isOutside = (each: Element) => each.closest(".popover") === null;
const able = (box: Element, selector: string): Able[] =>
  [...box.querySelectorAll<Able>(selector)].filter(isOutside);

const stopsOf = (box: Element) => able(box, ".stage :is(button, [role=button]):not(.unit-lock)");
const cardsOf = (box: Element) => able(box, ".card");
const CONTROLS = "button, input, select, summary";

const columnOf = (element: Element) =>
  element.closest<HTMLElement>("[data-column]")?.dataset.column ?? null;

/** Walks in `box`, which holds the stage and the cards. Call once; returns the way out. */
export function walkIn(box: HTMLElement): () => void {
  /** The stop that had the focus last. */
  let on: Able | null = null;
  let column: string | null = null;

  /** Lets Tab stop at one element of the stage, and at one card and what is in it. */
  const arrange = () => {
    const stops = stopsOf(box);
    if (on !== null && !stops.includes(on)) on = null;
    const units = stops.filter(isUnit);
    const first = units.find((each) => columnOf(each) === column) ?? units[0] ?? stops[0];
    for (const each of stops) each.tabIndex = each === (on ?? first) ? 0 : -1;
    const cards = cardsOf(box);
    const open = cards.find((each) => columnOf(each) === column) ?? cards[0];
    for (const card of cards) {
      const at = card === open ? 0 : -1;
      card.tabIndex = at;
      for (const each of able(card, CONTROLS)) each.tabIndex = at;
    }
  };

  const follow = ({ target }: FocusEvent) => {
    if (!(target instanceof Element) || !isOutside(target)) return;
    column = columnOf(target) ?? column;
    const stops = stopsOf(box);
    on = stops.find((each) => each === target) ?? on;
    // From a card the way up leads to what stands above it.
    if (on !== null && columnOf(on) !== column && target.closest(".cards") !== null) on = null;
    arrange();
  };

  const stop = (element: Able): Stop<Able> => ({
    element,
    ...middleOf(element),
    isUnit: isUnit(element),
  });

  const fromStage = (target: Able, key: Way): Able | null => {
    const all = stopsOf(box).filter((each) => !each.matches(":disabled"));
    const next = stopTowards(stop(target), all.map(stop), key)?.element ?? null;
    if (next !== null || key !== "ArrowDown") return next;
    return nearest(cardsOf(box), middleOf(target));
  };

  const fromCard = (target: Element, key: Way): Able | null => {
    const cards = cardsOf(box);
    const at = (cards as Element[]).indexOf(target);
    const places = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: cards.length - 1 };
    if (key === "ArrowDown") return null;
    return key === "ArrowUp"
      ? nearest(stopsOf(box), middleOf(target))
      : (cards[places[key]] ?? null);
  };

  const press = (event: KeyboardEvent) => {
    const { target, key } = event;
    const isPlain = !(event.altKey || event.ctrlKey || event.metaKey || event.shiftKey);
    if (!isWay(key) || !isPlain || event.defaultPrevented) return;
    if (!(target instanceof HTMLElement || target instanceof SVGElement) || !isOutside(target))
      return;
    const isStop = stopsOf(box).includes(target);
    if (!isStop && !target.matches(".card")) return;
    event.preventDefault();
    const next = isStop ? fromStage(target, key) : fromCard(target, key);
    next?.focus();
    next?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  const changed = new MutationObserver(arrange);
  changed.observe(box, { childList: true, subtree: true });
  box.addEventListener("focusin", follow);
  box.addEventListener("keydown", press);
  arrange();
  return () => {
    changed.disconnect();
    box.removeEventListener("focusin", follow);
    box.removeEventListener("keydown", press);
  };
}

const isUnit = (element: Element) => element.classList.contains("neuron");

/** What a new layer is changed by first; on a narrow card, what opens its settings. */
export const followToNew = (id: string): void =>
  followKey(`[data-testid="layer-${id}"] :is(input, select, .brief, .shape)`);

/** The card of a layer. */
export const followToCard = (id: string): void => followKey(`[data-testid="layer-${id}"]`);

/** The unit that is selected, up close: its code may still be on its way. */
export const followToUnit = (): void => followKey("#inside .selected");

/** The inside of the layer that is selected. */
export const followToLayer = (): void => followKey('#inside [role="tabpanel"]');
