/** Uploading a file: its button, its progress, what the server says of it, and its columns. */
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { t } from "../../i18n";
import { problemText } from "../../i18n/problem";
import { count } from "../../plots/numbers";
import { lazily } from "../../ui/lazily";
import { WhyNot } from "../../ui/WhyNot";
import type { DataSpec, DatasetName } from "../../wire/types";
import { lookAgain, looked, onItsWay, refused, TABLES, upload } from "./upload-state";
import "./UploadLine.css";

const UploadDialog = lazily(async () => (await import("./UploadDialog")).UploadDialog);

interface UploadButtonProps {
  readonly data: DataSpec;
  readonly onChoose: (dataset: DatasetName) => void;
}

/** Brings back the file that was uploaded before; without one, asks for one. */
export function UploadButton({ data, onChoose }: UploadButtonProps) {
  const isIn = data.dataset === "upload";
  return (
    <FileButton
      class="own-set"
      testid="dataset-upload"
      pressed={isIn}
      title={t("dataset.upload.tip")}
      instead={!isIn && data.upload !== null ? () => onChoose("upload") : null}
    >
      <span class="own-picture arrow">
        <svg class="i" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 16V5M7.5 9.5L12 5l4.5 4.5M5 15v4h14v-4" />
        </svg>
      </span>
      {t("dataset.upload")}
    </FileButton>
  );
}

interface FileButtonProps {
  readonly testid: string;
  readonly class?: string;
  readonly title?: string;
  readonly pressed?: boolean;
  /** What a click does in place of asking for a file. */
  readonly instead?: (() => void) | null;
  readonly children: ComponentChildren;
}

function FileButton({ testid, title, pressed, instead, children, ...rest }: FileButtonProps) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class={rest.class ?? ""}
        data-testid={testid}
        title={title}
        aria-pressed={pressed}
        onClick={() => (instead ? instead() : field.current?.click())}
      >
        {children}
      </button>
      <input
        ref={field}
        type="file"
        hidden
        accept={TABLES.join()}
        data-testid={`${testid}-file`}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          currentTarget.value = "";
          if (file !== undefined) void upload(file);
        }}
      />
    </>
  );
}

/** Beneath the data sets, whichever is chosen: a file may be dropped at any time. */
export function UploadLine({ data }: { readonly data: DataSpec }) {
  const way = onItsWay.value;
  const why = refused.value;
  return (
    <>
      {way !== null && (
        <div class="upload-way" data-testid="upload-progress">
          <span class="upload-name">
            {way.share < 1
              ? t("upload.sending", { name: way.name })
              : t("upload.reading", { name: way.name })}
          </span>
          <progress aria-label={t("upload.progress")} max={1} {...shareOf(way.share)} />
          <button type="button" data-testid="upload-cancel" onClick={way.cancel}>
            {t("upload.cancel")}
          </button>
        </div>
      )}
      {why !== null && (
        <WhyNot
          testid="upload-refused"
          onClose={() => {
            refused.value = null;
          }}
        >
          {problemText(why)}
        </WhyNot>
      )}
      {data.dataset === "upload" && data.upload !== null && <Chosen upload={data.upload} />}
      {looked.value !== null && (
        <UploadDialog
          key={looked.value.upload.id}
          uploaded={looked.value}
          onClose={() => {
            looked.value = null;
          }}
        />
      )}
    </>
  );
}

/** Without a share the bar only shows that something goes on. */
const shareOf = (share: number) => (share < 1 ? { value: share } : {});

function Chosen({ upload: chosen }: { readonly upload: NonNullable<DataSpec["upload"]> }) {
  return (
    <div class="upload-chosen" data-testid="upload-chosen">
      <p>
        <strong>{chosen.name}</strong>
        <span>{t("upload.rows", { rows: count(chosen.rows) })}</span>
      </p>
      <div class="upload-actions">
        <button type="button" data-testid="upload-columns" onClick={() => void lookAgain(chosen)}>
          {t("upload.columns")}
        </button>
        <FileButton testid="upload-another">{t("upload.another")}</FileButton>
      </div>
    </div>
  );
}
