/** The chooser of a layer's activation: every function with its curve, small to choose and large to read. */
import { useState } from "preact/hooks";
import { t } from "../i18n";
import { activationName } from "../i18n/text";
import { Select } from "../ui/controls";
import { type Anchor, Popover } from "../ui/Popover";
import type { ActivationName } from "../wire/types";
import { ACTIVATION_NAMES, LARGE, pathOf, smallPath } from "./activation";
import "./ActivationChooser.css";

export const Curve = ({ name }: { readonly name: ActivationName }) => (
  <svg class="curve" viewBox="-1 -1 26 20" aria-hidden="true">
    <path class="axis" d="M0 9H24M12 0V18" />
    <path d={smallPath(name, "curve", 24, 18)} />
  </svg>
);

const [WIDTH, HEIGHT] = [240, 132];
const at = {
  x: (z: number) => ((z + LARGE.reach) / (2 * LARGE.reach)) * WIDTH,
  y: (value: number) => HEIGHT - ((value - LARGE.low) / (LARGE.high - LARGE.low)) * HEIGHT,
};

/** σ solid and σ′ dashed over z from −4 to 4, with axes. */
export function Curves({ name }: { readonly name: ActivationName }) {
  const sigma = pathOf(name, "curve", LARGE, WIDTH, HEIGHT);
  const prime = pathOf(name, "slope", LARGE, WIDTH, HEIGHT);
  return (
    <figure class="curves" data-testid="activation-curves">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={t("activation.curves", { name: activationName(name) })}
      >
        <path class="axis" d={`M0 ${at.y(0)}H${WIDTH}M${at.x(0)} 0V${HEIGHT}`} />
        {[-4, -2, 2, 4].map((z) => (
          <path key={z} class="axis" d={`M${at.x(z)} ${at.y(0) - 3}v6`} />
        ))}
        {[-1, 1, 2, 3].map((value) => (
          <path key={value} class="axis" d={`M${at.x(0) - 3} ${at.y(value)}h6`} />
        ))}
        <text class="tick" x={at.x(2)} y={at.y(0) + 13} text-anchor="middle">
          2
        </text>
        <text class="tick" x={at.x(-2)} y={at.y(0) + 13} text-anchor="middle">
          −2
        </text>
        <text class="tick" x={at.x(0) - 6} y={at.y(1) + 4} text-anchor="end">
          1
        </text>
        <text class="tick" x={at.x(0) - 6} y={at.y(-1) + 4} text-anchor="end">
          −1
        </text>
        <path class="slope" d={prime} />
        <path class="value" d={sigma} />
      </svg>
      <figcaption>
        <span class="value">σ(z)</span>
        <span class="slope">σ′(z)</span>
      </figcaption>
    </figure>
  );
}

interface ChooserProps {
  readonly id: string;
  readonly value: ActivationName;
  readonly disabled: boolean;
  readonly onChoose: (name: ActivationName) => void;
}

/** All functions side by side, σ solid and σ′ dashed; what is pointed at shows large. */
export function ChooserGrid({ id, value, disabled, onChoose }: ChooserProps) {
  const [looked, look] = useState<ActivationName | null>(null);
  return (
    <div class="chooser" onPointerLeave={() => look(null)}>
      <div class="chooser-head">
        <strong>{activationName(looked ?? value)}</strong>
        <span class="quiet-line">{t(`activation.${looked ?? value}.tip`)}</span>
      </div>
      <Curves name={looked ?? value} />
      <div class="chooser-grid" role="radiogroup" aria-label={t("layer.activation")}>
        {ACTIVATION_NAMES.map((name) => (
          // biome-ignore lint/a11y/useSemanticElements: a picture with a name, as the thumbnails of data are
          <button
            key={name}
            type="button"
            role="radio"
            aria-checked={name === value}
            class="chooser-item"
            data-testid={`choose-${id}-${name}`}
            disabled={disabled}
            onPointerEnter={() => look(name)}
            onFocus={() => look(name)}
            onClick={() => onChoose(name)}
          >
            <svg class="curve" viewBox="-1 -1 50 38" aria-hidden="true">
              <path class="axis" d="M0 18H48M24 0V36" />
              <path class="slope" d={smallPath(name, "slope", 48, 36)} />
              <path d={smallPath(name, "curve", 48, 36)} />
            </svg>
            <span>{activationName(name)}</span>
          </button>
        ))}
      </div>
    </div>
  );
}

/** The curve that opens all of them, and the names as a list beside it. */
export function ActivationRow({ id, value, disabled, onChoose }: ChooserProps) {
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  return (
    <div class="activation">
      <button
        type="button"
        class="quiet curve-button"
        title={t("layer.activation.all")}
        aria-haspopup="dialog"
        data-testid={`curves-${id}`}
        onClick={({ currentTarget }) => setAnchor(currentTarget.getBoundingClientRect())}
      >
        <Curve name={value} />
      </button>
      <Select
        testid={`activation-${id}`}
        aria-label={t("layer.activation")}
        title={t("layer.activation.tip")}
        value={value}
        disabled={disabled}
        options={ACTIVATION_NAMES.map((name) => [name, activationName(name)])}
        onValue={onChoose}
      />
      {anchor !== null && (
        <Popover anchor={anchor} label={t("layer.activation")} onClose={() => setAnchor(null)}>
          <ChooserGrid id={id} value={value} disabled={disabled} onChoose={onChoose} />
        </Popover>
      )}
    </div>
  );
}
