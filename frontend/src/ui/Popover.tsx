/** A small panel beside what opened it: Escape, a click elsewhere or leaving it by Tab closes it. */
import { type Signal, useSignal } from "@preact/signals";
import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { Icon, type IconName } from "./icons";
import "./Popover.css";

export interface Anchor {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface PopoverProps {
  readonly anchor: Anchor;
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly id?: string;
  readonly testid?: string;
  /** The button that opens it, and whose press closes it by itself. */
  readonly opener?: RefObject<HTMLElement | null>;
}

const MARGIN = 8;

/** Beneath the anchor if there is room, else above; within the window in any case. */
export function placed(
  anchor: Anchor,
  width: number,
  height: number,
  windowWidth: number,
  windowHeight: number,
): { left: number; top: number } {
  const middle = (anchor.left + anchor.right) / 2 - width / 2;
  const left = Math.max(MARGIN, Math.min(windowWidth - width - MARGIN, middle));
  const below = anchor.bottom + 6;
  const top = below + height + MARGIN <= windowHeight ? below : anchor.top - height - 6;
  return { left, top: Math.max(MARGIN, Math.min(top, windowHeight - height - MARGIN)) };
}

export function Popover(props: PopoverProps) {
  const { anchor, label, onClose, children, id, testid, opener } = props;
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);

  useLayoutEffect(() => {
    const here = box.current;
    if (here === null) return;
    const put = () => {
      const { width, height } = here.getBoundingClientRect();
      setPlace(placed(anchor, width, height, innerWidth, innerHeight));
    };
    put();
    // What unfolds in it must not unfold beneath the window's edge.
    const observer = new ResizeObserver(put);
    observer.observe(here);
    return () => observer.disconnect();
  }, [anchor]);

  const [before] = useState(() => document.activeElement);
  const entered = useRef(false);
  const byOpener = useRef(false);
  // What it holds may come only later: until then the panel itself has the focus, and so its keys.
  useEffect(() => {
    const here = box.current;
    if (here === null || entered.current) return;
    const all = [...here.querySelectorAll<HTMLElement>("summary, button, input, select")];
    const first =
      here.querySelector<HTMLElement>("[data-autofocus]") ??
      // What is folded away takes no focus.
      all.find((each) => each.checkVisibility());
    entered.current = first !== undefined;
    (first ?? here).focus({ preventScroll: true });
  });
  useEffect(() => {
    const outside = ({ target }: PointerEvent) => {
      if (!(target instanceof Node)) return;
      byOpener.current = opener?.current?.contains(target) ?? false;
      if (!byOpener.current && !box.current?.contains(target)) onClose();
    };
    // The press that opened it must not close it.
    const timer = setTimeout(() => addEventListener("pointerdown", outside), 0);
    return () => {
      clearTimeout(timer);
      removeEventListener("pointerdown", outside);
    };
  }, []);
  // At once as it goes: after the next frame the focus would have fallen to the page.
  useLayoutEffect(() => {
    const here = box.current;
    return () => {
      const { activeElement: now, body } = document;
      const isLost = now === null || now === body || (here?.contains(now) ?? false);
      const isAble = before instanceof HTMLElement || before instanceof SVGElement;
      if (isAble && isLost) before.focus({ preventScroll: true });
    };
  }, []);

  return (
    <div
      ref={box}
      class="popover"
      role="dialog"
      aria-label={label}
      id={id}
      data-testid={testid}
      tabIndex={-1}
      style={{ left: `${place?.left ?? 0}px`, top: `${place?.top ?? 0}px`, opacity: place ? 1 : 0 }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") onClose();
      }}
      onFocusOut={({ relatedTarget }) => {
        if (!(relatedTarget instanceof Node) || box.current?.contains(relatedTarget)) return;
        if (!byOpener.current) onClose();
      }}
    >
      {children}
    </div>
  );
}

interface MenuButtonProps {
  readonly label: string;
  readonly title?: string;
  readonly class?: string;
  readonly testid?: string;
  readonly face: ComponentChildren;
  /** Where others open and close it too. */
  readonly open?: Signal<boolean>;
  readonly children: (close: () => void) => ComponentChildren;
}

/** A button that opens a popover beneath itself. */
export function MenuButton(props: MenuButtonProps) {
  const { label, title, face, children, testid, ...rest } = props;
  const kind = rest.class ?? "quiet icon";
  // What a sign alone is called by its tooltip would be read out twice with a name beside it.
  const isSign = title === undefined && /\b(icon|tiny)\b/.test(kind);
  const own = useSignal(false);
  const open = props.open ?? own;
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const isOpen = open.value;
  const anchor = useMemo(
    () => (isOpen ? button.current?.getBoundingClientRect() : undefined),
    [isOpen],
  );
  const close = () => {
    open.value = false;
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class={kind}
        aria-label={isSign ? undefined : label}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        {...(isOpen ? { "aria-controls": id } : {})}
        title={isSign ? label : title}
        data-testid={testid}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        {face}
      </button>
      {anchor !== undefined && (
        <Popover id={id} anchor={anchor} label={label} opener={button} onClose={close}>
          {children(close)}
        </Popover>
      )}
    </>
  );
}

interface NamedMenuProps extends Omit<MenuButtonProps, "face"> {
  readonly icon: IconName;
  /** Behind the name. */
  readonly badge?: ComponentChildren;
}

/** One that shows its icon and its name. */
export const NamedMenu = ({ icon, badge, ...rest }: NamedMenuProps) => (
  <MenuButton
    {...rest}
    face={
      <>
        <Icon name={icon} />
        <span>{rest.label}</span>
        {badge}
      </>
    }
  />
);
