/** A bar between two panels: drag, arrow keys, Enter or double click to fold and unfold. */
import { useRef } from "preact/hooks";
import { zoom } from "../state/view/room";
import { fitted, type Pane } from "./panes";
import "./Separator.css";

const KEY_STEP = 16;

interface SeparatorProps {
  readonly label: string;
  readonly pane: Pane;
  /** The edge of its panel that the bar is: dragging towards this side makes the panel larger. */
  readonly grows: "right" | "left" | "up";
  readonly controls: string;
}

const GROWING_KEY = { right: "ArrowRight", left: "ArrowLeft", up: "ArrowUp" } as const;
const SHRINKING_KEY = { right: "ArrowLeft", left: "ArrowRight", up: "ArrowDown" } as const;

export function Separator({ label, pane, grows, controls }: SeparatorProps) {
  const start = useRef<{ at: number; size: number } | null>(null);
  const vertical = grows !== "up";
  const sign = grows === "right" ? 1 : -1;
  const along = (event: PointerEvent) => (vertical ? event.clientX : event.clientY);
  const fold = () => {
    pane.size.value = pane.size.value === 0 ? pane.usual : 0;
  };

  const keys = (event: KeyboardEvent) => {
    const { size } = pane;
    if (event.key === "Enter") fold();
    else if (event.key === GROWING_KEY[grows])
      size.value = fitted(pane, Math.max(size.value + KEY_STEP, pane.min));
    else if (event.key === SHRINKING_KEY[grows])
      size.value = size.value <= pane.min ? 0 : fitted(pane, size.value - KEY_STEP);
    else return;
    event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be focused, moved or announced with a value
    <div
      class={`separator ${vertical ? "vertical" : "horizontal"}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-controls={controls}
      aria-orientation={vertical ? "vertical" : "horizontal"}
      aria-valuenow={pane.size.value}
      aria-valuemin={0}
      aria-valuemax={pane.max}
      onKeyDown={keys}
      onDblClick={fold}
      onPointerDown={(event) => {
        start.current = { at: along(event), size: pane.size.value };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (start.current === null) return;
        const moved = (sign * (along(event) - start.current.at)) / zoom.value;
        pane.size.value = fitted(pane, start.current.size + moved);
      }}
      onLostPointerCapture={() => {
        start.current = null;
      }}
    />
  );
}
