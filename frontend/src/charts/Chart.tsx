/** A Plotly chart of the page: follows the curves, the theme and the language. */
import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n";
import { language } from "../i18n/language";
import type { Figure } from "../plots/figure";
import { type Inks, readInks } from "../plots/inks";
import type { LiveChart } from "../plots/plotly";
import { curvesVersion } from "../state/live/curves";
import { firstPicture } from "../state/live/frames";
import { keepPicture } from "../state/live/pictures";
import { spec, status } from "../state/sync/session";
import { zoom } from "../state/view/room";
import { theme } from "../state/view/view";
import { toldNow } from "../ui/named-now";
import type { PictureName } from "./SaveButton";
import { tellTraces } from "./told";
import "./Chart.css";

interface ChartProps {
  readonly label: string;
  /** Changes when the user chose to see something else: drawn at once, under the pointer too. */
  readonly view: string;
  readonly make: (inks: Inks) => Figure;
  readonly testid: string;
  /** The name under which the picture can be saved. */
  readonly saved: PictureName;
}

export function Chart({ label, view, make, testid, saved }: ChartProps) {
  const root = useRef<HTMLDivElement>(null);
  const chart = useRef<LiveChart | null>(null);
  const making = useRef(make);
  const [failed, setFailed] = useState(false);
  making.current = make;

  useEffect(() => {
    const place = root.current;
    let gone = false;
    // Plotly's script takes the page a third of a second to read: the first picture goes before it.
    firstPicture
      .then(() => import("../plots/plotly"))
      .then(
        ({ LiveChart }) => {
          if (gone || place === null) return;
          chart.current = new LiveChart(
            place,
            () => making.current(readInks()),
            () => setFailed(true),
          );
          chart.current.invalidate(true);
        },
        () => setFailed(true),
      );
    return () => {
      gone = true;
      chart.current?.close();
    };
  }, []);
  useEffect(
    () =>
      keepPicture(saved, (format) => {
        const live = chart.current;
        return live === null ? Promise.reject(new Error("no chart yet")) : live.picture(format);
      }),
    [saved],
  );
  useEffect(() => chart.current?.invalidate(true), [view]);
  useSignalEffect(() => {
    void curvesVersion.value;
    void status.value?.step;
    chart.current?.invalidate();
  });
  useSignalEffect(() => {
    void theme.value;
    void zoom.value;
    void language.value;
    void spec.value;
    chart.current?.invalidate(true);
  });

  const tell = () => tellTraces(making.current(readInks()).traces);
  return (
    <div class="chart" role="img" data-testid={testid} {...toldNow(label, tell)}>
      <div ref={root} class="chart-root" aria-hidden="true" />
      {failed && <p class="empty">{t("chart.failed")}</p>}
    </div>
  );
}
