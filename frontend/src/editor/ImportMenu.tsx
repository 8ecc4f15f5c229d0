/** Opens a set-up, a link or weights: pasted, chosen, or dropped anywhere on the page. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { MenuAction } from "../actions/MenuAction";
import { IMPORT } from "../actions/table";
import { isKey, t } from "../i18n";
import { notes } from "../state/sync/start";
import { openFile, openLink } from "../state/view/imports";
import { importOpen } from "../state/view/panels";
import { CloseButton } from "../ui/CloseButton";
import { Icon } from "../ui/icons";
import { MenuButton } from "../ui/Popover";
import "./ImportMenu.css";

export function ImportMenu() {
  return (
    <MenuAction action={IMPORT} open={importOpen}>
      {(close) => <Dialog close={close} />}
    </MenuAction>
  );
}

function Dialog({ close }: { readonly close: () => void }) {
  const [link, setLink] = useState("");
  const file = useRef<HTMLInputElement>(null);
  const closeIf = (done: boolean) => {
    if (done) close();
  };
  return (
    <div class="import-dialog">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void openLink(link).then(closeIf);
        }}
      >
        <h3>{t("open.link")}</h3>
        <div class="import-row">
          <input
            type="text"
            data-testid="import-link"
            data-autofocus
            aria-label={t("open.link")}
            placeholder="https://…#…"
            value={link}
            onInput={({ currentTarget }) => setLink(currentTarget.value)}
          />
          <button type="submit" data-testid="import-open" disabled={link.trim() === ""}>
            {t("open.link.open")}
          </button>
        </div>
        <p class="quiet-line">{t("open.link.hint")}</p>
      </form>
      <h3>{t("open.file")}</h3>
      <button type="button" data-testid="import-choose" onClick={() => file.current?.click()}>
        {t("open.file.choose")}
      </button>
      <input
        ref={file}
        type="file"
        class="visually-hidden"
        tabIndex={-1}
        aria-hidden="true"
        data-testid="import-file"
        accept=".json,.safetensors"
        onChange={({ currentTarget }) => {
          const [chosen] = currentTarget.files ?? [];
          if (chosen !== undefined) void openFile(chosen).then(closeIf);
          currentTarget.value = "";
        }}
      />
      <p class="quiet-line">{t("open.file.hint")}</p>
    </div>
  );
}

/** The whole page takes in a set-up or weights; other files are for whoever else wants them. */
export function DropTarget() {
  const over = useSignal(false);
  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const drag = (event: DragEvent) => {
      if (event.defaultPrevented || !holdsFiles(event)) {
        over.value = false;
        return;
      }
      event.preventDefault();
      over.value = true;
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) over.value = false;
    };
    const drop = (event: DragEvent) => {
      over.value = false;
      if (event.defaultPrevented || !holdsFiles(event)) return;
      event.preventDefault();
      const [file] = event.dataTransfer?.files ?? [];
      if (file !== undefined) void openFile(file);
    };
    addEventListener("dragover", drag);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", drag);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
    };
  }, []);
  if (!over.value) return null;
  return (
    <div class="drop-target" aria-hidden="true">
      <p>{t("open.drop")}</p>
    </div>
  );
}

/** What of a link from elsewhere was taken differently: one line, and the rest on demand. */
export function ImportNotes() {
  const texts = notes.value.flatMap(({ code, params }) => {
    const key = `import.${code}`;
    return isKey(key) ? [t(key, params)] : [];
  });
  if (texts.length === 0) return null;
  return (
    <div class="notice import-notes" role="status" data-testid="import-notes">
      <div class="notice-text">
        <strong>{t("import.title")}</strong>
        <MenuButton
          class="quiet slim-button"
          label={t("import.differences", { count: texts.length })}
          testid="import-differences"
          face={
            <>
              {t("import.differences", { count: texts.length })}
              <Icon name="more" />
            </>
          }
        >
          {() => (
            <ul class="import-list" data-testid="import-list">
              {texts.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          )}
        </MenuButton>
      </div>
      <CloseButton
        testid="import-notes-close"
        onClick={() => {
          notes.value = [];
        }}
      />
    </div>
  );
}
