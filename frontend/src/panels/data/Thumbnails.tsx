/** The data sets as pictures of themselves, in groups that fold; the chosen one's is open. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../../i18n";
import type { DataSpec, DatasetName } from "../../wire/types";
import { OwnSets } from "./OwnSets";
import { GROUPS, type GroupId, groupOf } from "./sets";
import { Thumbnail } from "./Thumbnail";
import "./Thumbnails.css";

interface ThumbnailsProps {
  readonly data: DataSpec;
  readonly onChoose: (dataset: DatasetName) => void;
}

export function Thumbnails({ data, onChoose }: ThumbnailsProps) {
  const chosen = groupOf(data.dataset);
  const [open, setOpen] = useState<GroupId | null>(chosen);
  useEffect(() => setOpen(chosen), [chosen]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset in a fieldset would draw a second frame
    <div class="set-groups" role="group" aria-label={t("data.set")}>
      {GROUPS.map(({ id, sets }) => (
        <details
          key={id}
          class="set-group"
          open={open === id}
          onToggle={(event) => {
            const isOpen = event.currentTarget.open;
            setOpen((before) => (isOpen ? id : before === id ? null : before));
          }}
        >
          {/* No button: those of a panel that may not be changed are off. */}
          <summary data-testid={`sets-${id}`}>
            <span class="fold-name">{t(`sets.${id}`)}</span>
            {chosen === id && open !== id && (
              <span class="fold-brief">{t(`dataset.${data.dataset}`)}</span>
            )}
          </summary>
          {open === id &&
            (id === "own" ? (
              <OwnSets data={data} onChoose={onChoose} />
            ) : (
              <Sets sets={sets} name={t(`sets.${id}`)} data={data} onChoose={onChoose} />
            ))}
        </details>
      ))}
    </div>
  );
}

interface SetsProps extends ThumbnailsProps {
  readonly sets: readonly DatasetName[];
  readonly name: string;
}

function Sets({ sets, name, data, onChoose }: SetsProps) {
  const [pointed, setPointed] = useState<DatasetName | null>(null);
  const named = pointed ?? (sets.includes(data.dataset) ? data.dataset : null);
  return (
    <>
      <div class="thumbnails" role="radiogroup" aria-label={name}>
        {sets.map((set) => (
          <label
            key={set}
            class="set"
            data-testid={`dataset-${set}`}
            data-chosen={set === data.dataset}
            onPointerEnter={() => setPointed(set)}
            onPointerLeave={() => setPointed(null)}
          >
            <input
              type="radio"
              name="dataset"
              class="visually-hidden"
              value={set}
              checked={set === data.dataset}
              onChange={() => onChoose(set)}
            />
            <Thumbnail set={set} data={data} />
            <span class="visually-hidden">{t(`dataset.${set}`)}</span>
          </label>
        ))}
      </div>
      <p class="set-name" aria-hidden="true">
        {named === null ? (
          <span>{sets.map((set) => t(`dataset.${set}`)).join(" · ")}</span>
        ) : (
          <>
            <strong>{t(`dataset.${named}`)}</strong> <span>{t(`dataset.${named}.tip`)}</span>
          </>
        )}
      </p>
    </>
  );
}
