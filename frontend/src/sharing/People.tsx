/** The people at the session: a mark each in the top bar, and their names beneath it. */

import { t } from "../i18n";
import { others, people } from "../state/people/people";
import { MenuButton } from "../ui/Popover";
import type { Person } from "../wire/sharing";
import { ToHistory } from "./History";
import { MyName } from "./MyName";
import "./People.css";

const MAX_MARKS = 4;
const HUES = 8;

const nameOf = ({ name }: Person) => name || t("people.guest");

/** The first letters of up to two words; of a Korean name its first syllable. */
export const initials = (name: string): string =>
  name
    .split(/\s+/)
    .filter((word) => word !== "")
    .slice(0, 2)
    .map((word) => [...word][0]?.toLocaleUpperCase() ?? "")
    .join("");

/** A person's hue, the same on every page. */
function hue({ id }: Person): number {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997;
  return sum % HUES;
}

const Mark = ({ person }: { readonly person: Person }) => (
  <span class="mark" data-hue={hue(person)} aria-hidden="true">
    {initials(person.name) || "?"}
  </span>
);

/** Shows the people; renders nothing while nobody else is here. */
export function People() {
  const all = people.value.toSorted((one, other) => Number(one.you) - Number(other.you));
  if (others.value.length === 0) return null;
  const shown = all.length > MAX_MARKS ? all.slice(0, MAX_MARKS - 1) : all;
  return (
    <MenuButton
      class="quiet people"
      testid="people"
      label={t("people.name", { names: all.map(nameOf).join(", ") })}
      face={
        <>
          {shown.map((person) => (
            <Mark key={person.id} person={person} />
          ))}
          {all.length > shown.length && <span class="mark more">+{all.length - shown.length}</span>}
        </>
      }
    >
      {(close) => (
        <div class="people-list">
          <h3>{t("people.title")}</h3>
          <ul>
            {all.map((person) => (
              <li key={person.id} data-testid="person">
                <Mark person={person} />
                <span class="person-name">
                  {nameOf(person)}
                  {person.you && <em>{t("people.you")}</em>}
                </span>
                <span class="person-right">{t(`people.right.${person.rights}`)}</span>
              </li>
            ))}
          </ul>
          <MyName />
          <ToHistory testid="people-history" close={close} />
        </div>
      )}
    </MenuButton>
  );
}
