/** The parts of a chain of schedules, in order: each with its kind, its steps and its settings. */

import { t } from "../../i18n";
import { Choice } from "../../ui/fields";
import { Icon } from "../../ui/icons";
import { addPart, changePart, movePart, removePart } from "./chain";
import { ParamSlider } from "./ParamSlider";
import { ScheduleSettings } from "./ScheduleSettings";
import { Spark } from "./Spark";
import {
  type ChainPart,
  type ChainSpec,
  MAX_PARTS,
  MIN_PARTS,
  PART_STEPS,
  SIMPLE_KINDS,
  type SimpleSchedule,
  simpleSchedule,
} from "./schedules";
import "./ChainEditor.css";

interface ChainEditorProps {
  readonly chain: ChainSpec;
  readonly onChange: (gesture: string, chain: ChainSpec) => void;
}

export function ChainEditor({ chain, onChange }: ChainEditorProps) {
  return (
    <div class="chain">
      <ol>
        {chain.parts.map((part, place) => (
          <Part key={place} chain={chain} part={part} place={place} onChange={onChange} />
        ))}
      </ol>
      <button
        type="button"
        data-testid="chain-add"
        disabled={chain.parts.length >= MAX_PARTS}
        onClick={() => onChange("chain.add", addPart(chain))}
      >
        <Icon name="plus" />
        {t("chain.add")}
      </button>
    </div>
  );
}

interface PartProps extends ChainEditorProps {
  readonly part: ChainPart;
  readonly place: number;
}

function Part({ chain, part, place, onChange }: PartProps) {
  const of = `part-${place + 1}`;
  const last = place === chain.parts.length - 1;
  const set = (name: string, change: Partial<ChainPart>) =>
    onChange(`chain.${place}.${name}`, changePart(chain, place, change));
  const move = (way: number) => onChange("chain.move", movePart(chain, place, place + way));
  return (
    <li class="part" data-testid={of}>
      <div class="part-head">
        <Spark schedule={part.schedule} />
        <span class="part-name">{t("chain.part", { number: place + 1 })}</span>
        <PartButton
          icon="up"
          label={t("chain.up")}
          testid={`${of}-up`}
          disabled={place === 0}
          onClick={() => move(-1)}
        />
        <PartButton
          icon="down"
          label={t("chain.down")}
          testid={`${of}-down`}
          disabled={last}
          onClick={() => move(1)}
        />
        <PartButton
          icon="close"
          label={t("chain.remove")}
          testid={`${of}-remove`}
          disabled={chain.parts.length <= MIN_PARTS}
          onClick={() => onChange("chain.remove", removePart(chain, place))}
        />
      </div>
      <Choice<SimpleSchedule["kind"]>
        testid={`${of}-kind`}
        name={t("chain.kind")}
        tip={t(`schedule.${part.schedule.kind}.tip`)}
        value={part.schedule.kind}
        options={SIMPLE_KINDS.map((kind) => [kind, t(`schedule.${kind}`)])}
        onValue={(kind) => set("kind", { schedule: simpleSchedule(kind) })}
      />
      {last ? (
        <p class="quiet-note">{t("chain.last")}</p>
      ) : (
        <ParamSlider
          row={PART_STEPS}
          of={of}
          value={part.steps}
          onValue={(steps) => set("steps", { steps })}
        />
      )}
      <ScheduleSettings
        schedule={part.schedule}
        of={of}
        onChange={(name, schedule) => set(name, { schedule })}
      />
    </li>
  );
}

interface PartButtonProps {
  readonly icon: "up" | "down" | "close";
  readonly label: string;
  readonly testid: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

const PATHS = { up: "M6 14l6-6 6 6", down: "M6 10l6 6 6-6", close: "M7 7l10 10M17 7L7 17" };

const PartButton = ({ icon, label, testid, disabled, onClick }: PartButtonProps) => (
  <button
    type="button"
    class="quiet icon tiny"
    title={label}
    data-testid={testid}
    disabled={disabled}
    onClick={onClick}
  >
    <svg class="i" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[icon]} />
    </svg>
  </button>
);
