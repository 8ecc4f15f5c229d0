/** Images that test, with what the network takes each for; the one chosen is shown up close. */
import "./Gallery.css";
import { useEffect } from "preact/hooks";
import { type Answer, answerOf, ImageCanvas, told } from "../../charts/SampleImage";
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
  const answers = Array.from({ length: many }, (_, place) => answerOf(predictions, place));
  const right = answers.filter((answer) => answer?.right === true).length;
  const known = answers.filter((answer) => answer !== null && answer.right !== null).length;
  return (
    <div class="gallery">
      <ChosenImage images={images} answer={answers[chosenImage.value] ?? null} />
      <p class="quiet-line" data-testid="gallery-count">
        {known > 0 ? t("gallery.count", { right, known }) : t("gallery.test")}
      </p>
      <ul class="samples" data-testid="gallery" data-names={longNames() ? "long" : "short"}>
        {answers.map((answer, place) => (
          <li key={place}>
            <Sample frame={points} place={place} answer={answer} />
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
  readonly answer: Answer | null;
}

function Sample({ frame, place, answer }: SampleProps) {
  const label = floats(frame, "labels")?.data[number(frame, "train") + place] ?? Number.NaN;
  const name = told(label);
  return (
    <button
      type="button"
      class="sample"
      data-testid={`sample-${place}`}
      data-right={answer?.right ?? undefined}
      aria-pressed={chosenImage.value === place}
      aria-label={
        answer === null
          ? t("gallery.image", { place: place + 1, truth: name })
          : t("gallery.told", { place: place + 1, truth: name, told: told(answer.told) })
      }
      title={answer === null ? name : t("gallery.tip", { truth: name, told: told(answer.told) })}
      onClick={() => {
        chosenImage.value = place;
      }}
    >
      <ImageCanvas frame={frame} place={place} />
      <span class="verdict" aria-hidden="true">
        {answer?.right !== null && answer !== null && <b>{answer.right ? "✓" : "✗"}</b>}
        {answer === null ? "–" : told(answer.told)}
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
        const answer = answerOf(answers, place);
        if (answer === null) continue;
        const sign = answer.right === null ? "" : answer.right ? "✓ " : "✗ ";
        context.fillStyle = answer.right === false ? inks.ink : inks.soft;
        context.fillText(`${sign}${told(answer.told)}`, x + CELL / 2, y + CELL - 1);
      }
    },
  };
}
