/** The columns of an uploaded file: what each is for, before the network trains on it. */
import { useRef, useState } from "preact/hooks";
import { t } from "../../i18n";
import { problemText } from "../../i18n/problem";
import { count } from "../../plots/numbers";
import { Select } from "../../ui/controls";
import { Check, Choice } from "../../ui/fields";
import { Sheet } from "../../ui/Sheet";
import { WhyNot } from "../../ui/WhyNot";
import type { Problem, Upload } from "../../wire/types";
import { describe, type Uploaded } from "../../wire/uploads";
import {
  type Role,
  targetOf,
  type UploadColumn,
  width,
  withKind,
  withRole,
} from "./columns-of-upload";
import { problemOf, useUpload } from "./upload-state";
import "./UploadDialog.css";

interface UploadDialogProps {
  readonly uploaded: Uploaded;
  readonly onClose: () => void;
}

interface Draft extends Uploaded {
  readonly problem: Problem | null;
  /** The server has not yet counted rows and categories as they are set now. */
  readonly isCounting: boolean;
}

export function UploadDialog({ uploaded, onClose }: UploadDialogProps) {
  const [draft, setDraft] = useState<Draft>({ ...uploaded, problem: null, isCounting: false });
  const newest = useRef(0);
  const { upload, preview, problem, isCounting } = draft;

  const change = async (next: Upload) => {
    newest.current += 1;
    const mine = newest.current;
    setDraft({ ...draft, upload: next, problem: null, isCounting: true });
    const settle = (known: Partial<Draft>) => {
      if (mine === newest.current)
        setDraft((before) => ({ ...before, isCounting: false, ...known }));
    };
    try {
      settle(await describe(next));
    } catch (why) {
      settle({ problem: problemOf(why) });
    }
  };

  return (
    <Sheet modal title={t("upload.title", { name: upload.name })} testid="upload" onClose={onClose}>
      <div class="upload">
        <p class="upload-sum" data-testid="upload-sum" aria-busy={isCounting}>
          {summary(upload)}
        </p>
        {upload.image === null && (
          <div class="upload-rules">
            <Choice<Upload["missing"]>
              testid="upload-missing"
              name={t("upload.missing")}
              tip={t("upload.missing.tip")}
              value={upload.missing}
              options={[
                ["drop", t("upload.missing.drop")],
                ["mean", t("upload.missing.mean")],
              ]}
              onValue={(missing) => void change({ ...upload, missing })}
            />
            <Check
              testid="upload-standardise"
              name={t("upload.standardise")}
              tip={t("upload.standardise.tip")}
              checked={upload.standardise}
              onValue={(standardise) => void change({ ...upload, standardise })}
            />
          </div>
        )}
        <Columns upload={upload} onChange={(next) => void change(next)} />
        {preview.length > 0 && <FirstRows upload={upload} preview={preview} />}
      </div>
      <footer class="upload-end">
        {problem !== null && <WhyNot testid="upload-problem">{problemText(problem)}</WhyNot>}
        <button type="button" onClick={onClose}>
          {t("upload.cancel")}
        </button>
        <button
          type="button"
          class="primary"
          data-testid="upload-use"
          disabled={problem !== null || isCounting}
          onClick={() => useUpload(upload)}
        >
          {t("upload.use")}
        </button>
      </footer>
    </Sheet>
  );
}

function summary(upload: Upload): string {
  const target = targetOf(upload);
  const rows = count(upload.rows);
  const wide = width(upload);
  const inputs = t(wide === 1 ? "upload.inputs.one" : "upload.inputs", { count: count(wide) });
  if (target === undefined) return t("upload.sum.noTarget", { rows, inputs });
  if (target.kind === "number")
    return t("upload.sum.number", { rows, inputs, target: target.name });
  const classes = target.categories.length;
  return t("upload.sum.classes", { rows, inputs, target: target.name, classes });
}

interface ColumnsProps {
  readonly upload: Upload;
  readonly onChange: (upload: Upload) => void;
}

const ROLES: readonly Role[] = ["input", "target", "ignored"];
const KINDS: readonly UploadColumn["kind"][] = ["number", "category"];
const SHOWN_CATEGORIES = 6;

function Columns({ upload, onChange }: ColumnsProps) {
  return (
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
          {upload.columns.map((column, place) => (
            <tr key={column.name} data-role={column.role} data-testid={`column-${place + 1}`}>
              <th scope="row">{column.name}</th>
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
          ))}
        </tbody>
      </table>
    </div>
  );
}

function values({ kind, categories }: UploadColumn): string {
  if (kind === "number") return "";
  const shown = categories.slice(0, SHOWN_CATEGORIES).join(", ");
  if (categories.length <= SHOWN_CATEGORIES) return shown;
  return t("upload.values.more", { shown, more: categories.length - SHOWN_CATEGORIES });
}

function FirstRows({ upload, preview }: Pick<Draft, "upload" | "preview">) {
  return (
    <>
      <h3>{t("upload.first")}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keys scroll it */}
      <div class="upload-table first-rows" tabIndex={0}>
        <table data-testid="upload-rows">
          <thead>
            <tr>
              {upload.columns.map(({ name, role, kind }) => (
                <th key={name} scope="col" data-role={role} class={kind}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.map((row, place) => (
              <tr key={place}>
                {upload.columns.map(({ name, role, kind }, at) => (
                  <td key={name} data-role={role} class={kind}>
                    {row[at] === "" ? <span class="gap">–</span> : row[at]}
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
