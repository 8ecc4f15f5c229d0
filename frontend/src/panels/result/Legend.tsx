/** The legend of the picture's colors; the figures beneath it say which points train and which test. */
import { t } from "../../i18n";
import { classNames } from "../../i18n/classes";
import { MAP_STRENGTH } from "../../plots/boundary";
import { classColor, css, signed } from "../../plots/colors";
import { short } from "../../plots/numbers";
import { task } from "../../spec/datasets";
import { spec } from "../../state/sync/session";
import { fullColor } from "../../state/view/figures";
import { theme } from "../../state/view/view";
import "./Legend.css";

const STOPS = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1];

export function Legend() {
  const set = spec.value;
  if (set === null) return null;
  return (
    <div class="legend">
      {task(set.data) === "multiclass" ? <Classes names={classNames(set.data)} /> : <Scale />}
    </div>
  );
}

function Scale() {
  const colors = STOPS.map((stop) => css(signed(stop, theme.value))).join(", ");
  return (
    <span class="scale" title={t("result.scale.tip")}>
      −{short(fullColor.value)}
      <i class="ramp">
        <i style={{ background: `linear-gradient(to right, ${colors})`, opacity: MAP_STRENGTH }} />
      </i>
      {short(fullColor.value)}
    </span>
  );
}

const Classes = ({ names }: { readonly names: readonly string[] }) => (
  <span class="scale">
    {names.map((name, label) => (
      <span key={name} class="key">
        <i class="swatch" style={{ background: css(classColor(label, theme.value)) }} />
        {name}
      </span>
    ))}
  </span>
);
