/** The slider of one parameter of an optimizer, a schedule or a loss. */
import { t } from "../../i18n";
import { Slider } from "../../ui/fields";
import type { ParamRow } from "./params";

interface ParamSliderProps {
  readonly row: ParamRow;
  readonly value: number;
  /** Before the name, where the same parameter is on the page twice. */
  readonly of?: string;
  readonly onValue: (value: number) => void;
}

export function ParamSlider({ row, value, of, onValue }: ParamSliderProps) {
  const text = row.text ?? row.name;
  const testid = row.name.replaceAll("_", "-");
  return (
    <Slider
      testid={of === undefined ? testid : `${of}-${testid}`}
      name={t(`param.${text}`)}
      tip={t(`param.${text}.tip`)}
      value={value}
      min={row.min}
      max={row.max}
      wide
      whole={row.whole}
      scale={row.scale}
      onValue={onValue}
    />
  );
}
