/** Says of which step a picture is, while what stands beside it is of a later one. */
import { t } from "../i18n";
import { grouped } from "../i18n/text";
import { otherSteps } from "../state/live/steps";
import "./OfStep.css";

/** Over the picture, or `inline` in the line above it. */
export function OfStep({ frames, inline }: { readonly frames: string; readonly inline?: boolean }) {
  const step = otherSteps.value.get(frames);
  if (step === undefined) return null;
  return (
    <span class={inline ? "quiet-line" : "of-step"} data-testid={`of-step-${frames}`}>
      {t("picture.of_step", { step: grouped(step) })}
    </span>
  );
}
