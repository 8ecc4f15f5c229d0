/** A class's color and mark, beside its name wherever that stands. */
import { classColor, markPath } from "../plots/class-signs";
import { css } from "../plots/colors";
import { theme } from "../state/view/view";
import "./ClassSign.css";

interface ClassSignProps {
  readonly label: number;
  /** Two classes are a plain patch: there is one color a side. */
  readonly plain?: boolean;
}

export const ClassSign = ({ label, plain = false }: ClassSignProps) => {
  const color = css(classColor(label, theme.value));
  if (plain) return <i class="class-sign plain" style={{ background: color }} />;
  return (
    <svg class="class-sign" viewBox="-2 -2 4 4" aria-hidden="true">
      <path d={markPath(label)} style={{ fill: color }} />
    </svg>
  );
};
