/** Uploading a file: its button, its progress, what the server says of it, and its columns. */
import { t } from "../../i18n";
import { problemText } from "../../i18n/problem";
import { count } from "../../plots/numbers";
import { lazily } from "../../ui/lazily";
import { WhyNot } from "../../ui/WhyNot";
import type { DataSpec, DatasetName } from "../../wire/types";
import { FileButton } from "./FileButton";
import { UploadWay } from "./UploadWay";
import { lookAgain, looked, onItsWay, refused } from "./upload-state";
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

/** Beneath the data sets, whichever is chosen: a file may be dropped at any time. */
export function UploadLine({ data }: { readonly data: DataSpec }) {
  const way = onItsWay.value;
  const why = refused.value;
  return (
    <>
      {way !== null && looked.value === null && <UploadWay way={way} onCancel={way.cancel} />}
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
      {looked.value !== null && <UploadDialog />}
    </>
  );
}

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
