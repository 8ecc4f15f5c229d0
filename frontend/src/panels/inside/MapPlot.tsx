/** The map of one unit, from the small maps that the diagram shows or from the large one. */
import { useRef } from "preact/hooks";
import { Plot } from "../../charts/Plot";
import type { PictureName } from "../../charts/SaveButton";
import { boundOf } from "../../plots/heatmap";
import { Pixels } from "../../plots/surface";
import { paintUnitMap, type UnitMap } from "../../plots/unit-map";
import { latest } from "../../state/live/frames";
import { spokenUnit } from "../../state/view/spoken";
import { theme } from "../../state/view/view";
import { bytes, type Frame, number } from "../../wire/frames";
import "./MapPlot.css";

interface MapPlotProps {
  readonly layer: string;
  readonly unit: number;
  readonly label: string;
  /** Whether it is the unit that the "neuron" probe looks at. */
  readonly large: boolean;
  readonly testid?: string;
  readonly saved?: PictureName;
}

/** With image data a map is one channel's, of one image. */
const isOfSample = (frame: Frame) => typeof frame.values.sample === "number";

function small(layer: string, unit: number): UnitMap | null {
  const frame = latest("neurons");
  const map = frame === undefined ? null : bytes(frame, layer);
  if (frame === undefined || map === null || unit >= (map.shape[0] ?? 0)) return null;
  return { map, unit, bound: boundOf(frame, layer, unit), cells: isOfSample(frame) };
}

function big(layer: string, unit: number): UnitMap | null {
  const frame = latest("neuron");
  if (frame?.values.layer !== layer || frame.values.unit !== unit) return null;
  const map = bytes(frame, "map");
  return map === null
    ? null
    : { map, unit: null, bound: number(frame, "high"), cells: isOfSample(frame) };
}

export function MapPlot({ layer, unit, label, large, testid, saved }: MapPlotProps) {
  const pixels = useRef<Pixels | null>(null);
  return (
    <Plot
      {...(testid === undefined ? {} : { testid })}
      class="unit-map"
      {...(saved === undefined ? {} : { saved })}
      label={label}
      tell={() => spokenUnit(layer, unit)}
      frames={large ? "neuron" : "neurons"}
      draw={(onto, inks) => {
        // Until the large map is here, the diagram's small one stands for it.
        const picture = (large ? big(layer, unit) : null) ?? small(layer, unit);
        pixels.current ??= new Pixels();
        if (picture !== null) paintUnitMap(onto, pixels.current, picture, theme.peek(), inks);
      }}
    />
  );
}
