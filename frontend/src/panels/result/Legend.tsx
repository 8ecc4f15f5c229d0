/**
 * The legend of the picture's colors; the figures beneath it say which points train and which test.
 * Of classes it has the names; of a number to predict, what its full colors stand for.
 */
import { ClassSign } from "../../charts/ClassSign";
import { t } from "../../i18n";
import { classNames } from "../../i18n/classes";
import { MAP_STRENGTH } from "../../plots/boundary";
import { css, signed } from "../../plots/colors";
import { short } from "../../plots/numbers";
import { task } from "../../spec/datasets";
import { useThrottledFrame } from "../../state/live/use-throttled-frame";
import { spec } from "../../state/sync/session";
import { inUnit, labelUnit, PLAIN, type Unit } from "../../state/view/data-units";
import { fullColor, hoveredUnit } from "../../state/view/figures";
import { theme } from "../../state/view/view";
import "./Legend.css";

const STOPS = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1];
/** More classes than this are a list that scrolls, or the picture would have no room. */
const MANY = 24;

export function Legend() {
  const set = spec.value;
  useThrottledFrame("points");
  if (set === null) return null;
  const [names, learned] = [classNames(set.data), task(set.data)];
  // A unit pointed at has a sign and no classes; their room stays, or the picture would jump.
  const isUnit = hoveredUnit.value !== null;
  return (
    <div class="legend">
      {learned !== "regression" && (
        <div class="legend-key" data-away={isUnit}>
          {learned === "binary" ? <Sides names={names} /> : <Classes names={names} />}
        </div>
      )}
      {(isUnit || learned === "regression") && (
        <div class="legend-key">
          <Scale unit={isUnit ? PLAIN : labelUnit()} />
        </div>
      )}
    </div>
  );
}

function Ramp() {
  const colors = STOPS.map((stop) => css(signed(stop, theme.value))).join(", ");
  return (
    <i class="ramp">
      <i style={{ background: `linear-gradient(to right, ${colors})`, opacity: MAP_STRENGTH }} />
    </i>
  );
}

/** What the full colors stand for: of a number to predict in the data's units. */
function Scale({ unit }: { readonly unit: Unit }) {
  const [low, high] = [-fullColor.value, fullColor.value].map((end) => short(inUnit(end, unit)));
  return (
    <span class="scale" data-testid="legend-scale" title={t("result.scale.tip")}>
      {low}
      <Ramp />
      {high}
    </span>
  );
}

/** Two classes are the two sides of one output: −1 is the first, +1 the second. */
const Sides = ({ names: [first = "", second = ""] }: { readonly names: readonly string[] }) => (
  <span
    class="scale"
    data-testid="legend-classes"
    title={t("result.scale.classes", { first, second })}
  >
    <span class="key">
      <ClassSign label={0} plain />
      <span class="key-name">{first}</span>
    </span>
    <Ramp />
    <span class="key">
      <span class="key-name">{second}</span>
      <ClassSign label={1} plain />
    </span>
  </span>
);

const Classes = ({ names }: { readonly names: readonly string[] }) => (
  <ul
    class="keys"
    data-testid="legend-classes"
    aria-label={t("result.classes")}
    data-many={names.length > MANY}
    tabIndex={names.length > MANY ? 0 : undefined}
  >
    {names.map((name, label) => (
      <li key={label} class="key" title={name}>
        <ClassSign label={label} />
        <span class="key-name">{name}</span>
      </li>
    ))}
  </ul>
);
