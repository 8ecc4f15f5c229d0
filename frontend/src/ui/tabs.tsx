/** Tabs: arrow keys, Home and End move between them. */
import { useRef } from "preact/hooks";
import "./tabs.css";

export interface Tab<Name extends string> {
  readonly name: Name;
  readonly text: string;
  readonly testid: string;
  readonly tip?: string;
}

interface TabsProps<Name extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Name>[];
  readonly chosen: Name;
  /** The id of the element that the tabs fill. */
  readonly fills: string;
  readonly onChoose: (name: Name) => void;
}

export function Tabs<Name extends string>({
  label,
  tabs,
  chosen,
  fills,
  onChoose,
}: TabsProps<Name>) {
  const row = useRef<HTMLDivElement>(null);
  const keys = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ name }) => name === chosen);
    const places: Record<string, number> = {
      ArrowRight: (at + 1) % tabs.length,
      ArrowLeft: (at - 1 + tabs.length) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    };
    const to = places[event.key];
    const next = to === undefined ? undefined : tabs[to];
    if (next === undefined || to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onChoose(next.name);
    row.current?.querySelectorAll<HTMLElement>('[role="tab"]')[to]?.focus();
  };
  return (
    <div ref={row} class="tabs" role="tablist" aria-label={label}>
      {tabs.map(({ name, text, testid, tip }) => (
        <button
          key={name}
          type="button"
          role="tab"
          class="quiet tab"
          id={`${fills}-tab-${name}`}
          data-testid={testid}
          title={tip}
          aria-selected={name === chosen}
          aria-controls={fills}
          tabIndex={name === chosen ? 0 : -1}
          onClick={() => onChoose(name)}
          onKeyDown={keys}
        >
          {text}
        </button>
      ))}
    </div>
  );
}
