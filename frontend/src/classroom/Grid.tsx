/** All pupils on the teacher's page; before the first one comes, the way in. */
import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n";
import { Select } from "../ui/controls";
import { fit, LARGEST, ROOMY, SMALLEST } from "./fit";
import { SORTS, type Sort } from "./order";
import { Invitation } from "./Projection";
import { Tile } from "./Tile";
import { closed, order, pupilsById, room, sort } from "./teaching";
import "./Grid.css";

export function Empty() {
  const now = room.value;
  return now === null ? null : (
    <section class="room-empty" data-testid="class-empty">
      <h1>{t("room.empty")}</h1>
      <p>{t("room.empty.text")}</p>
      {closed.value === null && <Invitation code={now.code} />}
    </section>
  );
}

const SIZE = "class tile size";

/** The size that was chosen; null is as large as all have room. */
function keptSize(): number | null {
  try {
    const kept = Number(localStorage.getItem(SIZE));
    return kept > 0 ? Math.max(SMALLEST, Math.min(LARGEST, kept)) : null;
  } catch {
    return null;
  }
}

function keepSize(size: number | null): void {
  try {
    if (size === null) localStorage.removeItem(SIZE);
    else localStorage.setItem(SIZE, String(size));
  } catch {}
}

/** Beneath the tiles, as the style sheet has it. */
const MARGIN = 24;

/** The pixels that the window leaves for the tiles. */
function useRoom(tiles: RefObject<HTMLElement | null>) {
  const [room, setRoom] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const here = tiles.current;
    if (here === null) return;
    const measure = () => {
      const top = here.getBoundingClientRect().top + scrollY;
      setRoom({ width: here.clientWidth, height: innerHeight - top - MARGIN });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(here);
    addEventListener("resize", measure);
    return () => {
      observer.disconnect();
      removeEventListener("resize", measure);
    };
  }, []);
  return room;
}

/** Keeps the focus on what has it within the tiles: an element that is moved loses it. */
function useKeptFocus(tiles: RefObject<HTMLElement | null>): void {
  const focused = document.activeElement;
  useLayoutEffect(() => {
    if (focused === document.activeElement || !(focused instanceof HTMLElement)) return;
    if (tiles.current?.contains(focused)) focused.focus({ preventScroll: true });
  });
}

export function Grid() {
  const [chosen, setChosen] = useState(keptSize);
  const tiles = useRef<HTMLUListElement>(null);
  useKeptFocus(tiles);
  const fitting = fit(order.value.length, useRoom(tiles));
  const { size, isCompact } = chosen === null ? fitting : { size: chosen, isCompact: false };
  const choose = (wanted: number | null) => {
    setChosen(wanted);
    keepSize(wanted);
  };
  return (
    <section class="room-grid" aria-label={t("room.grid")}>
      <div class="room-grid-head">
        <label>
          <span>{t("room.sort")}</span>
          <Select<Sort>
            testid="sort"
            value={sort.value}
            options={SORTS.map((each) => [each, t(`room.sort.${each}`)])}
            onValue={(chosen) => {
              sort.value = chosen;
            }}
          />
        </label>
        <label>
          <span>{t("room.size")}</span>
          <input
            type="range"
            data-testid="tile-size"
            min={SMALLEST}
            max={LARGEST}
            step={4}
            value={size}
            onInput={({ currentTarget }) => choose(Number(currentTarget.value))}
          />
        </label>
        <label>
          <input
            type="checkbox"
            data-testid="tile-fit"
            checked={chosen === null}
            onChange={({ currentTarget }) =>
              choose(currentTarget.checked ? null : Math.max(SMALLEST, size))
            }
          />
          <span>{t("room.size.fit")}</span>
        </label>
      </div>
      <ul
        ref={tiles}
        class="tiles"
        data-testid="tiles"
        data-compact={isCompact}
        data-roomy={isCompact && size >= ROOMY}
        style={{ "--tile": `${size}px` }}
      >
        {order.value.map((id) => {
          const pupil = pupilsById.value.get(id);
          return pupil === undefined ? null : <Tile key={id} pupil={pupil} />;
        })}
      </ul>
    </section>
  );
}
