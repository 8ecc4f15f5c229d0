/** An uploaded file: how it was read, and what each column is for, before the network trains on it. */
import { t } from "../../i18n";
import { problemText } from "../../i18n/problem";
import { count } from "../../plots/numbers";
import { Check, Choice } from "../../ui/fields";
import { Sheet } from "../../ui/Sheet";
import { WhyNot } from "../../ui/WhyNot";
import type { Upload } from "../../wire/types";
import type { Uploaded } from "../../wire/uploads";
import { targetOf, width } from "./columns-of-upload";
import { HowRead, OfferButton } from "./HowRead";
import { offerAfter, placeNotes } from "./table-reading";
import { Columns, FirstRows } from "./UploadColumns";
import { UploadWay } from "./UploadWay";
import {
  choose,
  close,
  keepReading,
  type Looked,
  looked,
  onItsWay,
  returnToReading,
  useUpload,
} from "./upload-state";
import "./UploadDialog.css";

export function UploadDialog() {
  const now = looked.value;
  if (now === null) return null;
  const { uploaded, problem, unread, isCounting } = now;
  const name = now.source?.file.name ?? uploaded?.upload.name ?? "";
  const way = onItsWay.value;
  const notes = uploaded === null ? null : placeNotes(uploaded);
  const offer = problem !== null && unread ? offerAfter(problem, now.asked) : null;
  const isText = uploaded === null || uploaded.reading !== null;
  return (
    <Sheet modal title={t("upload.title", { name })} testid="upload" onClose={close}>
      <div class="upload">
        {uploaded !== null && !unread && (
          <p class="upload-sum" data-testid="upload-sum" aria-busy={isCounting || way !== null}>
            {summary(uploaded.upload)}
          </p>
        )}
        {isText && (
          <HowRead looked={now} reading={uploaded?.reading ?? null} notes={notes?.above ?? []} />
        )}
        {way !== null && <UploadWay way={way} onCancel={keepReading} />}
        {uploaded !== null && notes !== null && !unread && (
          <div class="upload-found" inert={way !== null} data-old={way !== null}>
            <Found looked={now} uploaded={uploaded} notes={notes.rows} />
          </div>
        )}
      </div>
      <footer class="upload-end">
        {problem !== null && (
          <WhyNot testid="upload-problem">
            {problemText(problem)}{" "}
            {offer !== null && <OfferButton offer={offer} asked={now.asked} />}{" "}
            {unread && uploaded !== null && (
              <button
                type="button"
                class="slim-button"
                data-testid="reading-back"
                onClick={returnToReading}
              >
                {t("reading.back")}
              </button>
            )}
          </WhyNot>
        )}
        <button type="button" onClick={close}>
          {t("upload.cancel")}
        </button>
        <button
          type="button"
          class="primary"
          data-testid="upload-use"
          disabled={uploaded === null || problem !== null || isCounting || way !== null}
          onClick={useUpload}
        >
          {t("upload.use")}
        </button>
      </footer>
    </Sheet>
  );
}

interface FoundProps {
  readonly looked: Looked;
  readonly uploaded: Uploaded;
  readonly notes: ReturnType<typeof placeNotes>["rows"];
}

function Found({ looked: { asked, source }, uploaded, notes }: FoundProps) {
  const { upload, preview, reading } = uploaded;
  const change = (next: Upload) => void choose(next);
  return (
    <>
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
            onValue={(missing) => change({ ...upload, missing })}
          />
          <Check
            testid="upload-standardise"
            name={t("upload.standardise")}
            tip={t("upload.standardise.tip")}
            checked={upload.standardise}
            onValue={(standardise) => change({ ...upload, standardise })}
          />
        </div>
      )}
      <Columns
        upload={upload}
        reading={reading}
        asked={asked}
        fixed={source === null}
        notes={notes}
        onChange={change}
      />
      {preview.length > 0 && <FirstRows upload={upload} preview={preview} />}
    </>
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
