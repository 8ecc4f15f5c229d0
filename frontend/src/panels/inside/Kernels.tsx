/** A convolution's kernels, and the places where they find their pattern in the image that is chosen. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Plot } from "../../charts/Plot";
import { ImageCanvas } from "../../charts/SampleImage";
import { SaveButton } from "../../charts/SaveButton";
import { t } from "../../i18n";
import { grouped } from "../../i18n/text";
import { boundOf } from "../../plots/heatmap";
import { readInks } from "../../plots/inks";
import {
  type KernelPlan,
  type KernelSpot,
  type KernelsAt,
  kernelSize,
  paintKernels,
  planKernels,
  reachOfWeights,
  spotAt,
  valueAt,
} from "../../plots/kernels";
import { significant } from "../../plots/numbers";
import { type Drawing, Pixels } from "../../plots/surface";
import { form } from "../../spec/datasets";
import { latest } from "../../state/live/frames";
import { keepPicture, painted } from "../../state/live/pictures";
import { useThrottledFrame } from "../../state/live/use-throttled-frame";
import { shapes, spec } from "../../state/sync/session";
import { layerBefore, layerName, unitName } from "../../state/view/layer-names";
import { chosenImage, select, selection, theme } from "../../state/view/view";
import { Select } from "../../ui/controls";
import { bytes, floats } from "../../wire/frames";
import "./Kernels.css";

const CONVOLUTIONS: ReadonlySet<string> = new Set(["conv1d", "conv2d"]);
const convolutions = () => shapes.value.filter(({ kind }) => CONVOLUTIONS.has(kind));

/** A layer's kernels and maps as they are now; null until its weights are here. */
function kernelsOf(layer: string): KernelsAt | null {
  const [weights, maps] = [latest("weights"), latest("neurons")];
  const found = weights === undefined ? null : floats(weights, `${layer}.weight`);
  // A matrix is what a layer of this name was before an edit.
  if (found === null || found.shape.length < 3) return null;
  return {
    weights: found,
    maps: maps === undefined ? null : bytes(maps, layer),
    bound: maps === undefined ? Number.NaN : boundOf(maps, layer, 0),
  };
}

export function Kernels() {
  const layers = convolutions();
  const wanted = selection.value?.layer;
  const chosen = layers.find(({ id }) => id === wanted) ?? layers[0];
  if (chosen === undefined) {
    return (
      <div class="empty" data-testid="kernels-empty">
        <p>{t("kernels.none")}</p>
      </div>
    );
  }
  return <Of key={chosen.id} layer={chosen.id} />;
}

function Of({ layer }: { readonly layer: string }) {
  const root = useRef<HTMLDivElement>(null);
  const pixels = useRef(new Pixels());
  const [width, setWidth] = useState(0);
  const [room, setRoom] = useState(0);
  const [hovered, setHovered] = useState<KernelSpot | null>(null);
  useThrottledFrame("weights");
  const now = kernelsOf(layer);
  const plan = now === null ? null : planKernels(now.weights, width, room, readInks());

  const draw = (onto: Drawing, to: KernelPlan, hover: KernelSpot | null, onPixels: Pixels) => {
    const at = kernelsOf(layer);
    if (at === null) return;
    const names = (unit: number) => unitName(layer, unit);
    const look = { theme: theme.peek(), inks: readInks(), names, hovered: hover };
    paintKernels(onto, onPixels, to, at, look);
  };

  useEffect(() => {
    const place = root.current;
    if (place === null) return;
    const observer = new ResizeObserver(() => {
      setWidth(place.clientWidth);
      setRoom(place.clientHeight);
    });
    observer.observe(place);
    return () => observer.disconnect();
  }, []);
  useEffect(
    () =>
      keepPicture(
        "kernels",
        painted(() => {
          const at = kernelsOf(layer);
          const wide = root.current?.clientWidth ?? 0;
          const inks = readInks();
          if (at === null) return null;
          const to = planKernels(at.weights, wide, root.current?.clientHeight ?? 0, inks);
          const used = Math.min(wide, Math.min(to.units, to.cards) * to.cardWidth);
          const paint = (onto: Drawing) => draw(onto, to, null, new Pixels());
          return { width: used, height: to.height, paper: inks.paper, paint };
        }),
      ),
    [layer],
  );

  const point = (event: PointerEvent) => {
    const next =
      now === null || plan === null ? null : spotAt(plan, now, event.offsetX, event.offsetY);
    if (JSON.stringify(next) !== JSON.stringify(hovered)) setHovered(next);
  };
  return (
    <div class="kernels">
      <Side layer={layer} now={now} hovered={hovered} />
      <div ref={root} class="kernel-room">
        {plan !== null && (
          <div
            class="kernel-picture"
            style={{ height: `${plan.height}px` }}
            onPointerMove={point}
            onPointerLeave={() => setHovered(null)}
          >
            <Plot
              testid="kernels"
              label={t("kernels.picture", { layer: layerName(layer) })}
              tell={() => tell(layer)}
              frames="neurons"
              draw={(onto) => draw(onto, plan, hovered, pixels.current)}
            />
          </div>
        )}
      </div>
    </div>
  );
}

/** So many of the strongest kernels are named. */
const NAMED = 3;

/** How large the weights are, and which channels have the strongest kernels. */
function tell(layer: string): string {
  const now = kernelsOf(layer);
  if (now === null) return t("say.nothing");
  const { shape, data } = now.weights;
  const [units = 0, channels = 0, ...axes] = shape;
  const each = axes.reduce((all, axis) => all * axis, channels);
  const norms = Array.from({ length: units }, (_, unit) => ({
    unit,
    norm: Math.hypot(...data.subarray(unit * each, (unit + 1) * each)),
  }));
  const strongest = norms.toSorted((a, b) => b.norm - a.norm).slice(0, NAMED);
  return t("say.kernels", {
    count: grouped(units * channels),
    size: axes.join(" × "),
    low: significant(data.reduce((least, value) => Math.min(least, value), Infinity)),
    high: significant(data.reduce((most, value) => Math.max(most, value), -Infinity)),
    names: strongest
      .map(({ unit, norm }) => `${unitName(layer, unit)} (${significant(norm)})`)
      .join(", "),
  });
}

interface SideProps {
  readonly layer: string;
  readonly now: KernelsAt | null;
  readonly hovered: KernelSpot | null;
}

function Side({ layer, now, hovered }: SideProps) {
  const layers = convolutions();
  const points = useThrottledFrame("points");
  const isImage = spec.value !== null && form(spec.value.data) === "image";
  return (
    <div class="side">
      <label class="stacked">
        {t("inside.layer")}
        <Select
          testid="kernel-layer"
          value={layer}
          options={layers.map(({ id }) => [id, layerName(id)])}
          onValue={(layer) => select({ kind: "layer", layer }, "kernels")}
        />
      </label>
      <div class="kernel-input">
        {isImage && points !== undefined && (
          <ImageCanvas frame={points} place={chosenImage.value} />
        )}
        <p class="quiet-line">
          {now !== null && t("kernels.range", { range: significant(reachOfWeights(now.weights)) })}
        </p>
        <SaveButton name="kernels" />
      </div>
      <p class="kernel-told" data-testid="kernel-told">
        {now === null || hovered === null ? t("kernels.hint") : describeSpot(layer, now, hovered)}
      </p>
    </div>
  );
}

/** What is under the pointer, in words and numbers. */
function describeSpot(layer: string, now: KernelsAt, spot: KernelSpot): string {
  const value = significant(valueAt(now, spot));
  const place = { row: spot.row + 1, column: spot.column + 1 };
  if (spot.kind === "map") {
    return t("kernels.map", { name: unitName(layer, spot.unit), ...place, value });
  }
  const { channels } = kernelSize(now.weights);
  const from = channels === 1 ? "" : `${unitName(layerBefore(layer), spot.channel)} → `;
  return t("kernels.weight", { name: `${from}${unitName(layer, spot.unit)}`, ...place, value });
}
