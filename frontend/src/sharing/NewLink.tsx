/** The form for a new link: what it allows, whom it is for and how long it works. */
import { useId, useState } from "preact/hooks";
import { t } from "../i18n";
import { ENDS, type End, endOf, forField } from "../i18n/times";
import { Select } from "../ui/controls";
import type { Access } from "../wire/api";
import { LIMITS } from "../wire/catalogue";
import { type LinkMade, makeLink, type Right } from "../wire/sharing";
import "./NewLink.css";

const RIGHTS: readonly Right[] = ["view", "fork", "edit"];
const HOUR_MS = 3_600_000;

interface NewLinkProps {
  readonly to: Access;
  readonly attempt: (action: () => Promise<void>) => Promise<void>;
  readonly onMade: (made: LinkMade) => void;
}

export function NewLink({ to, attempt, onMade }: NewLinkProps) {
  const id = useId();
  const [right, setRight] = useState<Right>("view");
  const [label, setLabel] = useState("");
  const [end, setEnd] = useState<End>("never");
  const [date, setDate] = useState(() => forField(Date.now() + 24 * HOUR_MS));
  const [isMaking, setMaking] = useState(false);
  const make = async () => {
    setMaking(true);
    await attempt(async () => {
      onMade(await makeLink(to, { right, label: label.trim(), until: endOf(end, date) }));
      setLabel("");
    });
    setMaking(false);
  };
  return (
    <form
      class="new-link"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <fieldset class="rights">
        <legend class="visually-hidden">{t("share.right")}</legend>
        {RIGHTS.map((each) => (
          <label key={each} class="right">
            <input
              type="radio"
              name={`${id}-right`}
              data-testid={`right-${each}`}
              {...(each === "view" ? { "data-autofocus": true } : {})}
              aria-describedby={`${id}-${each}`}
              checked={right === each}
              onChange={() => setRight(each)}
            />
            <strong>{t(`share.right.${each}`)}</strong>
            <span id={`${id}-${each}`}>{t(`share.right.${each}.about`)}</span>
          </label>
        ))}
      </fieldset>
      <div class="new-link-row">
        <label class="new-link-label">
          <span>{t("share.label")}</span>
          <input
            type="text"
            data-testid="link-label"
            maxLength={LIMITS.label}
            placeholder={t("share.label.none")}
            value={label}
            onInput={({ currentTarget: { value } }) => setLabel(value)}
          />
        </label>
        <label>
          <span>{t("share.until")}</span>
          <Select<End>
            testid="link-end"
            value={end}
            options={ENDS.map((each) => [each, t(`share.until.${each}`)])}
            onValue={setEnd}
          />
        </label>
        {end === "date" && (
          <label>
            <span>{t("share.until.when")}</span>
            <input
              type="datetime-local"
              data-testid="link-date"
              required
              min={forField(Date.now())}
              value={date}
              onInput={({ currentTarget: { value } }) => setDate(value)}
            />
          </label>
        )}
        <button type="submit" class="primary" data-testid="make-link" disabled={isMaking}>
          {t("share.make")}
        </button>
      </div>
    </form>
  );
}
