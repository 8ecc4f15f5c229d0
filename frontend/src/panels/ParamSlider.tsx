/** The slider of one parameter of an optimizer, a schedule or a loss. */
import { t } from "../i18n";
import { Slider } from "./fields";
import type { ParamRow } from "./kinds";

interface ParamSliderProps {
  readonly row: ParamRow;
  readonly value: number;
  readonly onValue: (value: number) => void;
}

export const ParamSlider = ({ row, value, onValue }: ParamSliderProps) => (
  <Slider
    testid={row.name.replaceAll("_", "-")}
    name={t(`param.${row.name}`)}
    tip={t(`param.${row.name}.tip`)}
    value={value}
    least={row.least}
    most={row.most}
    wide
    whole={row.whole ?? false}
    scale={row.scale}
    onValue={onValue}
  />
);
