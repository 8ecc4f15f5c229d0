/** The confusion matrix over every sample that tests. */
import { useEffect, useRef, useState } from "preact/hooks";
import { OfStep } from "../../charts/OfStep";
import { Plot } from "../../charts/Plot";
import { t } from "../../i18n";
import { classNames } from "../../i18n/classes";
import { grouped, percent } from "../../i18n/text";
import { type Cell, cellAt, paintConfusion, plan, shares } from "../../plots/confusion";
import { readInks } from "../../plots/inks";
import type { Drawing } from "../../plots/surface";
import { latest } from "../../state/live/frames";
import { keepPicture, painted } from "../../state/live/pictures";
import { useThrottledFrame } from "../../state/live/use-throttled-frame";
import { spec } from "../../state/sync/session";
import { theme } from "../../state/view/view";
import { counts } from "../../wire/frames";
import "./Confusion.css";

function matrix() {
  const frame = latest("predictions");
  const data = spec.peek()?.data;
  const found = frame === undefined ? null : counts(frame, "confusion");
  if (found === null || data === undefined) return null;
  const names = classNames(data);
  // A frame of the data before may still be the newest.
  return found.shape[0] === names.length ? { counts: found.data, names } : null;
}

const words = () => ({ truth: t("confusion.truth"), predicted: t("confusion.told") });

function draw(onto: Drawing, hovered: Cell | null): void {
  const now = matrix();
  if (now !== null) paintConfusion(onto, now, words(), theme.peek(), readInks(), hovered);
}

export function Confusion() {
  const root = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<Cell | null>(null);
  useThrottledFrame("predictions");
  useEffect(
    () =>
      keepPicture(
        "confusion",
        painted(() => {
          const side = root.current?.clientWidth ?? 0;
          const paper = readInks().paper;
          return { width: side, height: side, paper, paint: (onto) => draw(onto, null) };
        }),
      ),
    [],
  );
  const now = matrix();
  const point = (event: PointerEvent) => {
    const canvas = event.currentTarget as HTMLElement;
    const context = document.createElement("canvas").getContext("2d");
    if (now === null || context === null) return setHovered(null);
    const onto = { context, width: canvas.clientWidth, height: canvas.clientHeight };
    const next = cellAt(
      plan(onto, now.names, readInks()),
      now.names.length,
      event.offsetX,
      event.offsetY,
    );
    if (next?.predicted !== hovered?.predicted || next?.truth !== hovered?.truth) setHovered(next);
  };
  return (
    <>
      <div class="plot-room">
        <div
          ref={root}
          class="confusion"
          onPointerMove={point}
          onPointerLeave={() => setHovered(null)}
        >
          <Plot
            testid="confusion"
            label={t("confusion.picture")}
            tell={tellNow}
            frames="predictions"
            draw={(onto) => draw(onto, hovered)}
          />
          <OfStep frames="predictions" />
        </div>
      </div>
      <p class="quiet-line told" data-testid="confusion-told">
        {now === null ? t("result.loading") : tell(now, hovered)}
      </p>
      {now !== null && <Table {...now} />}
    </>
  );
}

type Matrix = NonNullable<ReturnType<typeof matrix>>;

/** How many are right, and which two classes are taken for each other most. */
function tellNow(): string {
  const now = matrix();
  const all = now === null ? 0 : sum(now.counts);
  if (now === null || all === 0) return t("say.nothing");
  const { names } = now;
  const place = (truth: number, predicted: number) =>
    now.counts[truth * names.length + predicted] ?? 0;
  const right = sum(names.map((_, label) => place(label, label)));
  const told = [
    t("say.confusion", { right: grouped(right), all: grouped(all), share: percent(right / all) }),
  ];
  let worst = { truth: 0, predicted: 0, count: 0 };
  for (const truth of names.keys()) {
    for (const predicted of names.keys()) {
      const count = truth === predicted ? 0 : place(truth, predicted);
      if (count > worst.count) worst = { truth, predicted, count };
    }
  }
  if (worst.count > 0) {
    const [truth, predicted] = [names[worst.truth] ?? "", names[worst.predicted] ?? ""];
    told.push(t("say.mistaken", { truth, told: predicted, count: grouped(worst.count) }));
  }
  return told.join(" ");
}

const sum = (values: ArrayLike<number>) =>
  Array.from(values).reduce((all, value) => all + value, 0);

function tell({ counts: values, names }: Matrix, cell: Cell | null): string {
  if (cell === null) return t("confusion.hint");
  const place = cell.truth * names.length + cell.predicted;
  return t(cell.truth === cell.predicted ? "confusion.right" : "confusion.wrong", {
    truth: names[cell.truth] ?? "",
    told: names[cell.predicted] ?? "",
    count: grouped(values[place] ?? 0),
    share: percent(shares({ counts: values, names })[place] ?? 0),
  });
}

/** The same numbers for who cannot see the picture. */
const Table = ({ counts: values, names }: Matrix) => (
  <div class="visually-hidden">
    <table>
      <caption>{t("confusion.picture")}</caption>
      <thead>
        <tr>
          <td />
          {names.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {names.map((name, truth) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {names.map((other, told) => (
              <td key={other}>{values[truth * names.length + told]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
