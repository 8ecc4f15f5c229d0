/** Images that test, with what the network takes each for; the one chosen is shown up close. */
import "./Gallery.css";
import { useEffect } from "preact/hooks";
import { ImageCanvas, labelText, type Prediction, predictionOf } from "../../charts/SampleImage";
import { t } from "../../i18n";
import { classNames } from "../../i18n/classes";
import { fillImage } from "../../plots/image";
import { readInks } from "../../plots/inks";
import { type Drawing, Pixels } from "../../plots/surface";
import { latest } from "../../state/live/frames";
import { keepPicture, painted } from "../../state/live/pictures";
import { useThrottledFrame } from "../../state/live/use-throttled-frame";
import { spec } from "../../state/sync/session";
import { chosenImage, MAX_IMAGES, theme } from "../../state/view/view";
import { bytes, type Frame, floats, number } from "../../wire/frames";
import { Awaited } from "./Awaited";
import { ChosenImage } from "./ChosenImage";

export function Gallery() {
  const points = useThrottledFrame("points");
  const predictions = useThrottledFrame("predictions");
  const images = points === undefined ? null : bytes(points, "images");
  useEffect(() => keepPicture("samples", painted(sheet)), []);
  if (images === null || points === undefined) {
    return <Awaited />;
  }
  const many = Math.min(images.shape[0] ?? 0, MAX_IMAGES);
  const answers = Array.from({ length: many }, (_, place) => predictionOf(predictions, place));
  const right = answers.filter((prediction) => prediction?.right === true).length;
  const known = answers.filter(
    (prediction) => prediction !== null && prediction.right !== null,
  ).length;
  return (
    <div class="gallery">
      <ChosenImage images={images} prediction={answers[chosenImage.value] ?? null} />
      <p class="quiet-line" data-testid="gallery-count">
        {known > 0 ? t("gallery.count", { right, known }) : t("gallery.test")}
      </p>
      <ul class="samples" data-testid="gallery" data-names={longNames() ? "long" : "short"}>
        {answers.map((prediction, place) => (
          <li key={place}>
            <Sample frame={points} place={place} prediction={prediction} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Names of more than a sign want wider tiles. */
const longNames = () =>
  spec.value !== null && classNames(spec.value.data).some((name) => name.length > 2);

interface SampleProps {
  readonly frame: Frame;
  readonly place: number;
  readonly prediction: Prediction | null;
}

function Sample({ frame, place, prediction }: SampleProps) {
  const label = floats(frame, "labels")?.data[number(frame, "train") + place] ?? Number.NaN;
  const name = labelText(label);
  return (
    <button
      type="button"
      class="sample"
      data-testid={`sample-${place}`}
      data-right={prediction?.right ?? undefined}
      aria-pressed={chosenImage.value === place}
      aria-label={
        prediction === null
          ? t("gallery.image", { place: place + 1, truth: name })
          : t("gallery.told", {
              place: place + 1,
              truth: name,
              told: labelText(prediction.predicted),
            })
      }
      title={
        prediction === null
          ? name
          : t("gallery.tip", { truth: name, told: labelText(prediction.predicted) })
      }
      onClick={() => {
        chosenImage.value = place;
      }}
    >
      <ImageCanvas frame={frame} place={place} />
      <span class="verdict" aria-hidden="true">
        {prediction?.right !== null && prediction !== null && <b>{prediction.right ? "✓" : "✗"}</b>}
        {prediction === null ? "–" : labelText(prediction.predicted)}
      </span>
    </button>
  );
}

const ACROSS = 10;
const CELL = 56;

/** The gallery as a contact sheet, for a file. */
function sheet() {
  const [frame, answers] = [latest("points"), latest("predictions")];
  const images = frame === undefined ? null : bytes(frame, "images");
  if (images === null) return null;
  const inks = readInks();
  const many = Math.min(images.shape[0] ?? 0, MAX_IMAGES);
  const high = CELL + inks.small + 6;
  return {
    width: ACROSS * CELL,
    height: Math.ceil(many / ACROSS) * high,
    paper: inks.paper,
    paint: ({ context }: Drawing) => {
      const pixels = new Pixels();
      context.imageSmoothingEnabled = false;
      context.font = `${inks.small}px ${inks.font}`;
      context.textAlign = "center";
      context.textBaseline = "top";
      for (let place = 0; place < many; place += 1) {
        const [x, y] = [(place % ACROSS) * CELL, Math.floor(place / ACROSS) * high];
        fillImage(pixels, images, place, theme.peek());
        context.drawImage(pixels.canvas, x + 3, y + 3, CELL - 6, CELL - 6);
        const prediction = predictionOf(answers, place);
        if (prediction === null) continue;
        const sign = prediction.right === null ? "" : prediction.right ? "✓ " : "✗ ";
        context.fillStyle = prediction.right === false ? inks.ink : inks.soft;
        context.fillText(`${sign}${labelText(prediction.predicted)}`, x + CELL / 2, y + CELL - 1);
      }
    },
  };
}
