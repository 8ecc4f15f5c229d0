/** The columns of an uploaded file, each with what it is for, and the first rows beneath them. */
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { count } from "../../plots/numbers";
import { Select } from "../../ui/controls";
import type { Upload } from "../../wire/types";
import type { Asked, Note, Reading } from "../../wire/uploads";
import { type Role, type UploadColumn, withKind, withRole } from "./columns-of-upload";
import { Notes } from "./HowRead";

interface ColumnsProps {
  readonly upload: Upload;
  readonly reading: Reading | null;
  readonly asked: Asked;
  readonly fixed: boolean;
  /** What is told of single columns, by their place. */
  readonly notes: ReadonlyMap<number, readonly Note[]>;
  readonly onChange: (upload: Upload) => void;
}

const ROLES: readonly Role[] = ["input", "target", "ignored"];
const KINDS: readonly UploadColumn["kind"][] = ["number", "category"];
const SHOWN_CATEGORIES = 6;
/** A table may have thousands of columns: no page bears so many controls at once. */
const SHOWN_COLUMNS = 100;
const SHOWN_ACROSS = 60;

/** The places of the first columns, and of the target wherever it is, and of what is told something. */
function firstPlaces(
  upload: Upload,
  most: number,
  told: ReadonlyMap<number, unknown> = new Map(),
): number[] {
  return upload.columns.flatMap(({ role }, place) =>
    place < most || role === "target" || told.has(place) ? [place] : [],
  );
}

export function Columns(props: ColumnsProps) {
  const { upload, notes } = props;
  const [all, setAll] = useState(false);
  const places = firstPlaces(upload, all ? Number.POSITIVE_INFINITY : SHOWN_COLUMNS, notes);
  return (
    <>
      <div class="upload-table">
        <table>
          <caption class="visually-hidden">{t("upload.columns")}</caption>
          <thead>
            <tr>
              {(["column", "role", "kind", "empty", "values"] as const).map((name) => (
                <th key={name} scope="col" class={name === "empty" ? "number" : ""}>
                  {t(`upload.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {places.map((place) => (
              <Row key={place} {...props} place={place} />
            ))}
          </tbody>
        </table>
      </div>
      {places.length < upload.columns.length && (
        <button
          type="button"
          class="slim-button"
          data-testid="upload-all-columns"
          onClick={() => setAll(true)}
        >
          {t("upload.columns.all", { count: count(upload.columns.length) })}
        </button>
      )}
    </>
  );
}

function Row(props: ColumnsProps & { readonly place: number }) {
  const { upload, place, notes, reading, asked, fixed, onChange } = props;
  const [column, told] = [upload.columns[place], notes.get(place) ?? []];
  if (column === undefined) return null;
  return (
    <>
      <tr data-role={column.role} data-told={told.length > 0} data-testid={`column-${place + 1}`}>
        <th scope="row" title={column.name}>
          {column.name}
        </th>
        <td>
          <Select
            aria-label={t("upload.role.of", { column: column.name })}
            testid={`column-${place + 1}-role`}
            value={column.role}
            options={ROLES.map((role) => [role, t(`upload.role.${role}`)])}
            onValue={(role) => onChange(withRole(upload, place, role))}
          />
        </td>
        <td>
          <Select
            aria-label={t("upload.kind.of", { column: column.name })}
            testid={`column-${place + 1}-kind`}
            value={column.kind}
            options={KINDS.map((kind) => [kind, t(`upload.kind.${kind}`)])}
            onValue={(kind) => onChange(withKind(upload, place, kind))}
          />
        </td>
        <td class="number">{column.missing > 0 ? count(column.missing) : "–"}</td>
        <td class="upload-values">{values(column)}</td>
      </tr>
      {told.length > 0 && reading !== null && (
        <tr class="upload-told" data-testid={`column-${place + 1}-notes`}>
          <td colspan={5}>
            <Notes notes={told} reading={reading} asked={asked} fixed={fixed} inRow />
          </td>
        </tr>
      )}
    </>
  );
}

function values({ kind, categories }: UploadColumn): string {
  if (kind === "number") return "";
  const shown = categories.slice(0, SHOWN_CATEGORIES).join(", ");
  if (categories.length <= SHOWN_CATEGORIES) return shown;
  return t("upload.values.more", { shown, more: categories.length - SHOWN_CATEGORIES });
}

interface FirstRowsProps {
  readonly upload: Upload;
  readonly preview: readonly (readonly string[])[];
}

export function FirstRows({ upload, preview }: FirstRowsProps) {
  const places = firstPlaces(upload, SHOWN_ACROSS);
  const columns = places.flatMap((place) => {
    const column = upload.columns[place];
    return column === undefined ? [] : [{ ...column, place }];
  });
  return (
    <>
      <h3>{t("upload.first")}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keys scroll it */}
      <div class="upload-table first-rows" tabIndex={0}>
        <table data-testid="upload-rows">
          <thead>
            <tr>
              {columns.map(({ name, role, kind, place }) => (
                <th key={place} scope="col" data-role={role} class={kind}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.map((row, at) => (
              <tr key={at}>
                {columns.map(({ role, kind, place }) => (
                  <td key={place} data-role={role} class={kind}>
                    {row[place] === "" ? <span class="gap">–</span> : row[place]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
