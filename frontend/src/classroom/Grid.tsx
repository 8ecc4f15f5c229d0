/** All pupils on the teacher's page; before the first one comes, the way in. */
import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n";
import { Select } from "../ui/controls";
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

const SMALLEST = 108;
const LARGEST = 340;
const SIZE = "class tile size";

function keptSize(): number {
  try {
    return Math.max(SMALLEST, Math.min(LARGEST, Number(localStorage.getItem(SIZE)) || 168));
  } catch {
    return 168;
  }
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
  const [size, setSize] = useState(keptSize);
  const tiles = useRef<HTMLUListElement>(null);
  useKeptFocus(tiles);
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
            onInput={({ currentTarget }) => {
              setSize(Number(currentTarget.value));
              try {
                localStorage.setItem(SIZE, currentTarget.value);
              } catch {}
            }}
          />
        </label>
      </div>
      <ul ref={tiles} class="tiles" data-testid="tiles" style={{ "--tile": `${size}px` }}>
        {order.value.map((id) => {
          const pupil = pupilsById.value.get(id);
          return pupil === undefined ? null : <Tile key={id} pupil={pupil} />;
        })}
      </ul>
    </section>
  );
}
