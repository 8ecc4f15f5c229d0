/** The files that this person has uploaded: how big each is, since when it is there, and its end. */
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../i18n";
import { failureText } from "../../i18n/problem";
import { sizeText } from "../../i18n/sizes";
import { moment } from "../../i18n/times";
import { count } from "../../plots/numbers";
import { Sheet } from "../../ui/Sheet";
import { SureButton } from "../../ui/SureButton";
import { WhyNot } from "../../ui/WhyNot";
import { deleteFile, fetchFiles, type OwnFile, type OwnFiles } from "../../wire/uploads";
import "./OwnFiles.css";

export function OwnFilesButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class="quiet own-files-button"
        data-testid="own-files-open"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {t("files.open")}
      </button>
      {isOpen && <OwnFilesSheet onClose={() => setOpen(false)} />}
    </>
  );
}

function OwnFilesSheet({ onClose }: { readonly onClose: () => void }) {
  const [files, setFiles] = useState<OwnFiles | null>(null);
  const [why, setWhy] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const attempt = async (what: () => Promise<unknown>) => {
    setWhy(null);
    try {
      await what();
    } catch (error) {
      setWhy(failureText(error, "state.unreachable"));
    }
    try {
      setFiles(await fetchFiles());
    } catch (error) {
      setWhy(failureText(error, "state.unreachable"));
    }
  };
  useEffect(() => void attempt(async () => {}), []);
  return (
    <Sheet modal title={t("files.title")} testid="own-files" onClose={onClose}>
      <div class="own-files">
        <p class="own-files-note">{t("files.about")}</p>
        {files !== null && (
          <>
            <p data-testid="own-files-sum">{sum(files)}</p>
            <ul ref={list} tabIndex={-1} data-testid="own-files-list">
              {files.uploads.map((file) => (
                <Row
                  key={file.id}
                  file={file}
                  onDelete={() => {
                    // The button that has the focus goes with its row.
                    list.current?.focus();
                    return attempt(() => deleteFile(file.id));
                  }}
                />
              ))}
            </ul>
          </>
        )}
        {why !== null && <WhyNot testid="own-files-problem">{why}</WhyNot>}
      </div>
    </Sheet>
  );
}

function sum({ uploads, bytes, most }: OwnFiles): string {
  if (uploads.length === 0) return t("files.none");
  const taken = sizeText(bytes);
  return most > 0 ? t("files.sum", { taken, most: sizeText(most) }) : taken;
}

interface RowProps {
  readonly file: OwnFile;
  readonly onDelete: () => Promise<void>;
}

function Row({ file, onDelete }: RowProps) {
  const name = file.name || t("files.unnamed");
  return (
    <li data-testid="own-file">
      <strong>{name}</strong>
      <span class="own-file-facts">
        {t("files.facts", {
          rows: count(file.rows),
          size: sizeText(file.bytes),
          time: moment(file.made),
        })}
      </span>
      <SureButton
        testid="own-file-delete"
        label={t("files.delete")}
        question={t("files.delete.sure")}
        name={t("files.delete.of", { name })}
        questionName={t("files.delete.sureOf", { name })}
        onSure={onDelete}
      />
    </li>
  );
}
