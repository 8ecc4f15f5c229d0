/** The export menu: the network as code or model, weights, curves, pictures. */

import { MenuAction } from "../actions/MenuAction";
import { EXPORT } from "../actions/table";
import { type PictureName, pictureTitle, savePicture } from "../charts/SaveButton";
import { t } from "../i18n";
import { download, fileName, pictures } from "../state/live/pictures";
import { access, problem, spec } from "../state/sync/session";
import { exportOpen } from "../state/view/panels";
import { Refusal } from "../wire/api";
import { EXPORT_FORMATS, type ExportFormat, endingOf, fetchExport } from "../wire/exports";
import "./ExportMenu.css";

const OF_CURVES: ReadonlySet<ExportFormat> = new Set(["csv", "parquet", "columns"]);

async function exportFile(format: ExportFormat): Promise<void> {
  const session = access.peek();
  if (session === null) return;
  const title = fileName(spec.peek()?.name ?? "", "neural-playground");
  const curves = OF_CURVES.has(format) ? "-curves" : "";
  try {
    download(await fetchExport(session, format), `${title}${curves}${endingOf(format)}`);
  } catch (error) {
    if (error instanceof Refusal) problem.value = error.problem;
  }
}

/** The pictures in the order of the page. */
const ORDER: readonly PictureName[] = [
  "diagram",
  "boundary",
  "samples",
  "confusion",
  "curves",
  "gradient-curves",
  "gradient-norms",
  "histogram-gradients",
  "histogram-activations",
  "histogram-weights",
  "kernels",
  "neuron-map",
];

export function ExportMenu() {
  return (
    <MenuAction action={EXPORT} open={exportOpen}>
      {(close) => (
        <div class="menu export-menu">
          {EXPORT_FORMATS.map((format) => (
            <button
              key={format}
              type="button"
              class="quiet item"
              data-testid={`export-${format}`}
              title={t(`export.${format}.tip`)}
              onClick={() => {
                void exportFile(format);
                close();
              }}
            >
              {t(`export.${format}`)}
              <span class="quiet-line">{endingOf(format)}</span>
            </button>
          ))}
          <h3>{t("export.pictures")}</h3>
          {ORDER.filter((name) => pictures.value.has(name)).map((name) => (
            <PictureRow key={name} name={name} close={close} />
          ))}
        </div>
      )}
    </MenuAction>
  );
}

interface PictureRowProps {
  readonly name: PictureName;
  readonly close: () => void;
}

const PictureRow = ({ name, close }: PictureRowProps) => (
  <div class="picture-row">
    <span>{pictureTitle(name)}</span>
    {(["png", "svg"] as const).map((format) => (
      <button
        key={format}
        type="button"
        class="quiet"
        data-testid={`picture-${name}-${format}`}
        aria-label={`${pictureTitle(name)}, ${format.toUpperCase()}`}
        title={t(`picture.${format}.tip`)}
        onClick={() => {
          void savePicture(name, format);
          close();
        }}
      >
        {format.toUpperCase()}
      </button>
    ))}
  </div>
);
