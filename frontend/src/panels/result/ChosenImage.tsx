/** The image that the network is asked about now: large, with how sure it is of each class. */

import { ClassSign } from "../../charts/ClassSign";
import { ImageCanvas, labelText, type Prediction } from "../../charts/SampleImage";
import { t } from "../../i18n";
import { classNames } from "../../i18n/classes";
import { percent } from "../../i18n/text";
import { classColor } from "../../plots/class-signs";
import { css } from "../../plots/colors";
import { boundOf } from "../../plots/heatmap";
import { outputsOf, scores } from "../../plots/image";
import { latest } from "../../state/live/frames";
import { useThrottledFrame } from "../../state/live/use-throttled-frame";
import { spec } from "../../state/sync/session";
import { chosenImage, chosenSample, theme } from "../../state/view/view";
import { bytes, type Frame, floats, type NumberArray, number } from "../../wire/frames";
import "./ChosenImage.css";

/** How likely the network finds each class of the sample whose maps are here; null without them. */
function chances(frame: Frame | undefined): number[] | null {
  const set = spec.value;
  // Frames of the image chosen before may still arrive.
  if (frame === undefined || set === null || number(frame, "sample") !== chosenSample.value) {
    return null;
  }
  const outputs = bytes(frame, "output");
  if (outputs === null) return null;
  const bound = boundOf(frame, "output", 0);
  return scores(outputsOf(outputs.data, bound), set.training.loss.kind);
}

interface ChosenImageProps {
  readonly images: NumberArray<Uint8Array>;
  readonly prediction: Prediction | null;
}

export function ChosenImage({ images, prediction }: ChosenImageProps) {
  const set = spec.value;
  const maps = useThrottledFrame("neurons");
  const place = chosenImage.value;
  const points = latest("points");
  if (set === null || points === undefined || place >= (images.shape[0] ?? 0)) return null;
  const truth = floats(points, "labels")?.data[number(points, "train") + place] ?? Number.NaN;
  const likely = prediction?.right === null ? null : chances(maps);
  return (
    <div class="chosen-image" data-testid="chosen-image">
      <ImageCanvas frame={points} place={place} />
      <div class="chosen-facts">
        <p>
          {t("gallery.truth")} <strong data-testid="chosen-truth">{labelText(truth)}</strong>
        </p>
        {likely === null ? (
          <p>
            {t("gallery.answer")}{" "}
            <strong>{prediction === null ? "–" : labelText(prediction.predicted)}</strong>
          </p>
        ) : (
          <Scores likely={likely} truth={truth} />
        )}
      </div>
    </div>
  );
}

function Scores({ likely, truth }: { readonly likely: readonly number[]; readonly truth: number }) {
  const set = spec.value;
  if (set === null) return null;
  const names = classNames(set.data);
  const best = likely.indexOf(Math.max(...likely));
  return (
    <ol class="scores" data-testid="scores" aria-label={t("gallery.scores")}>
      {names.map((name, label) => (
        <li key={name} data-best={label === best} data-truth={label === truth}>
          <span class="score-name">
            <ClassSign label={label} plain={names.length === 2} />
            {name}
          </span>
          <span class="score-truth" title={t("gallery.truth")}>
            {label === truth ? "●" : ""}
          </span>
          <span class="score-bar" aria-hidden="true">
            <i
              style={{
                width: `${100 * (likely[label] ?? 0)}%`,
                background: css(classColor(label, theme.value)),
              }}
            />
          </span>
          <span class="score-share">{percent(likely[label] ?? 0)}</span>
        </li>
      ))}
    </ol>
  );
}
