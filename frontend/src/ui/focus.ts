/** Where the focus goes when what had it is gone, and when what shall have it is yet to come. */
import { byKey } from "./hand";

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

const isAble = (each: Element): each is HTMLElement | SVGElement =>
  (each instanceof HTMLElement || each instanceof SVGElement) &&
  !each.matches(":disabled") &&
  each.checkVisibility({ visibilityProperty: true });

/** What only arrow keys reach, and can be pressed once they do. */
const PRESSED = "button, [role=button]";

/** All in it that can take the focus now. */
export const focusables = (box: ParentNode): (HTMLElement | SVGElement)[] =>
  [...box.querySelectorAll(FOCUSABLE)].filter(isAble);

/** Long enough for code to come that is not here yet. */
const FRAMES = 120;
let wanted = 0;

/** Gives the focus to the first of these that is there, once one is. */
export function focusWhenThere(selector: string, frames = FRAMES): void {
  wanted += 1;
  const own = wanted;
  const look = (left: number) => {
    if (own !== wanted) return;
    const found = [...document.querySelectorAll(selector)].find(isAble);
    if (found !== undefined) found.focus();
    else if (left > 0) requestAnimationFrame(() => look(left - 1));
  };
  requestAnimationFrame(() => look(frames));
}

/** The same, where a key has asked for what comes: a pointer keeps the focus where it points. */
export function followKey(selector: string): void {
  if (byKey()) focusWhenThere(selector);
}

interface Place {
  readonly x: number;
  readonly y: number;
}

export function middleOf(element: Element): Place {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

/** Of those, the one whose middle is nearest to a place. */
export function nearest<Kind extends Element>(all: readonly Kind[], { x, y }: Place): Kind | null {
  let found: Kind | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const each of all) {
    const at = middleOf(each);
    const far = Math.hypot(at.x - x, at.y - y);
    if (far < least) [found, least] = [each, far];
  }
  return found;
}

const isLost = (element: Element) =>
  !element.isConnected || element.matches(":disabled") || !element.checkVisibility();

/**
 * Keeps the focus from falling to the page when what has it goes away or can do no more under a key:
 * what stands nearest takes it, within the smallest part of the page that is left. Call once.
 */
export function keepFocus(): () => void {
  let held: Element | null = null;
  let around: readonly Element[] = [];
  let place: Place = { x: 0, y: 0 };
  let waiting = 0;
  const hold = ({ target }: Event) => {
    if (!(target instanceof Element) || target === document.body) return;
    held = target;
    place = middleOf(target);
    around = [];
    for (let each = target.parentElement; each !== null; each = each.parentElement) {
      around = [...around, each];
    }
  };
  const check = () => {
    waiting = 0;
    const on = document.activeElement;
    const isNowhere = on === null || on === document.body || on === held;
    if (held === null || !isNowhere || !byKey() || !isLost(held)) return;
    const lost = held;
    for (const box of around) {
      if (!box.isConnected || !box.checkVisibility()) continue;
      const next = nearest(
        focusables(box).filter(
          (each) => each !== lost && (each.tabIndex >= 0 || each.matches(PRESSED)),
        ),
        place,
      );
      if (next === null) continue;
      next.focus({ preventScroll: true });
      return;
    }
  };
  const changed = new MutationObserver(() => {
    if (held === null || waiting !== 0) return;
    // What closes may give the focus back by itself, and what is made may ask for it.
    waiting = requestAnimationFrame(() => {
      waiting = requestAnimationFrame(check);
    });
  });
  changed.observe(document.body, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["disabled", "hidden"],
  });
  addEventListener("focusin", hold);
  addEventListener("keydown", hold, true);
  return () => {
    changed.disconnect();
    cancelAnimationFrame(waiting);
    removeEventListener("focusin", hold);
    removeEventListener("keydown", hold, true);
  };
}
