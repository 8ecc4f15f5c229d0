/** A menu that saves one picture of the page, by its name, as PNG or SVG. */
import { type Key, t } from "../i18n";
import { download, fileName, type PictureFormat, pictures } from "../state/live/pictures";
import { found } from "../state/sync/refusals";
import { problem, spec } from "../state/sync/session";
import { Icon } from "../ui/icons";
import { MenuButton } from "../ui/Popover";
import "./SaveButton.css";

export type PictureName =
  | "boundary"
  | "diagram"
  | "curves"
  | "confusion"
  | "samples"
  | "kernels"
  | "gradient-curves"
  | "gradient-norms"
  | "neuron-map"
  | `histogram-${"gradients" | "activations" | "weights"}`;

export const pictureTitle = (name: PictureName) => t(`picture.${name}` satisfies Key);

export async function savePicture(name: PictureName, format: PictureFormat): Promise<void> {
  try {
    const picture = pictures.peek().get(name);
    if (picture === undefined) throw new Error("no such picture");
    const title = fileName(spec.peek()?.name ?? "", "neural-playground");
    download(await picture(format), `${title}-${name}.${format}`);
  } catch {
    problem.value = found("nothing_drawn");
  }
}

const FORMATS = ["png", "svg"] as const;

export function SaveButton({ name }: { readonly name: PictureName }) {
  const title = pictureTitle(name);
  return (
    <MenuButton
      class="quiet icon save-picture"
      label={t("picture.save", { name: title })}
      testid={`save-${name}`}
      face={<Icon name="save" />}
    >
      {(close) => (
        <div class="menu narrow">
          {FORMATS.map((format) => (
            <button
              key={format}
              type="button"
              class="quiet item"
              data-testid={`save-${name}-${format}`}
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
      )}
    </MenuButton>
  );
}
