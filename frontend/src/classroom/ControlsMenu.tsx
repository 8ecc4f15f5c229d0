/** The menu that hides and locks parts of the pupils' pages. */
import { effect, signal } from "@preact/signals";
import { t } from "../i18n";
import type { Area } from "../state/people/membership";
import { NamedMenu } from "../ui/Popover";
import { room, tellClass } from "./teaching";
import "./ControlsMenu.css";

export const AREAS = ["data", "network", "training", "inside", "transport"] as const;
const STANDS = ["show", "lock", "hide"] as const;
type Stand = (typeof STANDS)[number];

interface Held {
  readonly hidden: readonly Area[];
  readonly locked: readonly Area[];
}

/** What was chosen last, until the class says so too: the next choice is made on top of it. */
const wanted = signal<Held | null>(null);
const AWAITED_MS = 3000;

const isSame = (one: readonly Area[], other: readonly Area[]) =>
  one.length === other.length && one.every((area) => other.includes(area));

effect(() => {
  const [now, holding] = [room.value, wanted.value];
  if (now === null || holding === null) return;
  if (isSame(now.hidden, holding.hidden) && isSame(now.locked, holding.locked)) wanted.value = null;
});

const held = (): Held => wanted.value ?? room.value ?? { hidden: [], locked: [] };

function standOf(area: Area): Stand {
  const { hidden, locked } = held();
  if (hidden.includes(area)) return "hide";
  return locked.includes(area) ? "lock" : "show";
}

async function put(area: Area, stand: Stand): Promise<void> {
  const now = held();
  const but = (areas: readonly Area[]) => areas.filter((each) => each !== area);
  const hidden = stand === "hide" ? [...but(now.hidden), area] : but(now.hidden);
  // What is not seen cannot be changed from elsewhere either.
  const locked = stand === "show" ? but(now.locked) : [...but(now.locked), area];
  const holding: Held = { hidden, locked };
  wanted.value = holding;
  const giveUp = () => {
    if (wanted.peek() === holding) wanted.value = null;
  };
  if (await tellClass({ type: "controls", hidden, locked })) setTimeout(giveUp, AWAITED_MS);
  else giveUp();
}

export function ControlsMenu() {
  const some = AREAS.filter((area) => standOf(area) !== "show").length;
  return (
    <NamedMenu
      class="room-action"
      label={t("room.controls")}
      title={t("room.controls.tip")}
      testid="controls"
      icon="tune"
      badge={some > 0 && <b class="badge">{some}</b>}
    >
      {() => (
        <div class="room-form" data-testid="controls-form">
          <table class="room-controls">
            <thead>
              <tr>
                <th scope="col" class="visually-hidden">
                  {t("room.area")}
                </th>
                {STANDS.map((stand) => (
                  <th key={stand} scope="col">
                    {t(`room.controls.${stand}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {AREAS.map((area) => (
                <tr key={area}>
                  <th scope="row">{t(`room.area.${area}`)}</th>
                  {STANDS.map((stand) => (
                    <td key={stand}>
                      <input
                        type="radio"
                        name={`controls-${area}`}
                        data-testid={`${stand}-${area}`}
                        aria-label={`${t(`room.area.${area}`)}: ${t(`room.controls.${stand}`)}`}
                        checked={standOf(area) === stand}
                        onChange={() => void put(area, stand)}
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </NamedMenu>
  );
}
