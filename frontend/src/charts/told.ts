/** Charts and pictures in sentences, with the numbers of now: made when they are asked for. */
import { t } from "../i18n";
import { className } from "../i18n/classes";
import { figure, grouped, percent } from "../i18n/text";
import { reading } from "../plots/boundary";
import type { Trace } from "../plots/figure";
import { binCenter, type Histogram } from "../plots/histogram";
import { task } from "../spec/datasets";
import type { Frame } from "../wire/frames";
import type { DataSpec } from "../wire/types";

const sentences = (told: readonly string[]) =>
  told.length === 0 ? t("say.nothing") : told.join(" ");

/** Where each curve begins and ends, and how low it came. */
export function tellTraces(traces: readonly Trace[]): string {
  return sentences(
    traces.flatMap(({ name, x, y, fill, customdata }) => {
      // What an area shows is told with the line of its mean.
      if (fill !== undefined) return [];
      const places = [...y.keys()].filter((place) => Number.isFinite(y[place]));
      const [first, last] = [places[0], places.at(-1)];
      if (first === undefined || last === undefined) return [];
      const lowest = places.reduce((a, b) => ((y[b] ?? 0) < (y[a] ?? 0) ? b : a));
      const ends = customdata?.[last];
      if (ends !== undefined) {
        return [
          t("say.band", {
            name,
            first: figure(y[first]),
            last: figure(y[last]),
            step: grouped(x[last] ?? 0),
            low: figure(ends[0]),
            high: figure(ends[1]),
          }),
        ];
      }
      return [
        t("say.trace", {
          name,
          first: figure(y[first]),
          last: figure(y[last]),
          step: grouped(x[last] ?? 0),
          lowest: figure(y[lowest]),
        }),
      ];
    }),
  );
}

export function tellBars(bars: readonly { readonly name: string; readonly norm: number }[]) {
  const known = bars.filter(({ norm }) => Number.isFinite(norm));
  return sentences(
    known.map(({ name, norm }) => `${t("say.numbers", { name, numbers: figure(norm) })}.`),
  );
}

/** Between which values all lie, and where most do. */
export function tellHistogram(now: Histogram | null): string {
  if (now === null) return t("say.nothing");
  const counts = Array.from(now.counts);
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (all === 0) return t("say.nothing");
  const most = counts.indexOf(Math.max(...counts));
  return t("say.histogram", {
    low: figure(now.low),
    high: figure(now.high),
    peak: figure(binCenter(now, most)),
    share: percent((counts[most] ?? 0) / all),
  });
}

/** Along each side of the picture, so many places are looked at. */
const PLACES = 24;

/** Which class has how much of the plane, or between which values the outputs lie. */
export function tellPlane(frame: Frame | undefined, data: DataSpec): string {
  if (frame === undefined) return t("say.nothing");
  const values: number[] = [];
  const labels = new Map<number, number>();
  for (let place = 0; place < PLACES * PLACES; place += 1) {
    const left = ((place % PLACES) + 0.5) / PLACES;
    const found = reading(frame, left, (Math.floor(place / PLACES) + 0.5) / PLACES);
    if (found === null) continue;
    if (found.kind === "value") values.push(found.value);
    const label = found.kind === "class" ? found.label : found.value < 0 ? 0 : 1;
    labels.set(label, (labels.get(label) ?? 0) + 1);
  }
  if (labels.size === 0) return t("say.nothing");
  if (task(data) === "regression") {
    return t("say.values", {
      low: figure(Math.min(...values)),
      high: figure(Math.max(...values)),
    });
  }
  const all = [...labels.values()].reduce((sum, count) => sum + count, 0);
  return [...labels]
    .sort(([, one], [, other]) => other - one)
    .map(([label, count]) =>
      t("say.region", { name: className(data, label), share: percent(count / all) }),
    )
    .join(" ");
}
