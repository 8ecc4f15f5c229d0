/** Why an edit was refused, at the layer that causes it, and ways out of one click each. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n";
import { problemText } from "../i18n/problem";
import { columnName } from "../i18n/text";
import type { Placed } from "../spec/expand";
import { arcs } from "../spec/skips";
import { giveUp } from "../state/sync/sending";
import { playing, refused, shapes, spec } from "../state/sync/session";
import { Icon } from "../ui/icons";
import { placed as beside } from "../ui/Popover";
import type { Problem } from "../wire/types";
import { Fixes } from "./Fixes";
import { geometry, layers } from "./scene";
import "./Refused.css";

/** The column at fault: of the layer that the pointer leads to, or of the one that a skip leads to. */
export function columnAtFault(
  pointer: string | null,
  all: readonly Placed[],
  skipTargets: readonly string[],
): string | null {
  const skip = /^\/network\/skips\/(\d+)/.exec(pointer ?? "");
  if (skip !== null) return skipTargets[Number(skip[1])] ?? null;
  if (!pointer) return null;
  const path = `${pointer}/`;
  const at = all.filter((each) => path.startsWith(`${each.pointer}/`));
  return at[0]?.id ?? all.find((each) => `${each.pointer}/`.startsWith(path))?.id ?? null;
}

/** A layer's id in a sentence becomes the name that its card has. */
function named(id: unknown): string {
  const place = shapes.value.findIndex((shape) => shape.id === id);
  if (place < 0) return id === "input" ? columnName("input", 0) : String(id);
  return columnName(String(id), place + 1, shapes.value[place]?.kind);
}

const LAYERS = ["layer", "source", "target"];

function sentence(problem: Problem): string {
  const params = Object.fromEntries(
    Object.entries(problem.params).map(([name, value]) => [
      name,
      LAYERS.includes(name) ? named(value) : value,
    ]),
  );
  return problemText({ ...problem, params });
}

/** Only what has a column can be told at one; the rest is told above the bench. */
export const isOfNetwork = ({ pointer }: Problem) => pointer?.startsWith("/network") ?? false;

export function Refused() {
  const problem = refused.value;
  if (problem === null || !isOfNetwork(problem)) return null;
  return <Bubble key={`${problem.code} ${problem.pointer}`} problem={problem} />;
}

interface Place {
  readonly left: number;
  readonly top: number;
  readonly tip: number;
  readonly above: boolean;
}

const EDGE = 16;

/** The lowest line that a bubble may reach: on a phone the transport stands at the window's foot. */
function windowFoot(): number {
  const bar = document.querySelector(".transport");
  if (bar === null || getComputedStyle(bar).position !== "fixed") return innerHeight;
  return bar.getBoundingClientRect().top;
}

function Bubble({ problem }: { readonly problem: Problem }) {
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<Place | null>(null);
  const network = spec.value?.network;
  const targets =
    network === undefined
      ? []
      : arcs(network)
          .filter((arc) => arc.place !== null)
          .map(({ target }) => target);
  const id = columnAtFault(problem.pointer, layers.value, targets);
  const plan = geometry.value;

  useLayoutEffect(() => {
    const put = () => {
      const own = box.current?.getBoundingClientRect();
      const card =
        document.querySelector(`[data-testid="layer-${id}"]`) ?? document.querySelector(".cards");
      const anchor = card?.getBoundingClientRect();
      if (own === undefined || anchor === undefined) return;
      const found = beside(anchor, own.width, own.height, innerWidth, windowFoot());
      const middle = (anchor.left + anchor.right) / 2 - found.left;
      const tip = Math.max(EDGE, Math.min(own.width - EDGE, middle));
      setPlace({ ...found, tip, above: found.top < anchor.top });
    };
    put();
    const scroller = document.querySelector(".diagram-scroll");
    addEventListener("resize", put);
    addEventListener("scroll", put, { passive: true });
    scroller?.addEventListener("scroll", put);
    return () => {
      removeEventListener("resize", put);
      removeEventListener("scroll", put);
      scroller?.removeEventListener("scroll", put);
    };
  }, [id, plan, problem]);

  // Whoever works by keys finds the ways out under the fingers; who types or drags is left alone.
  useEffect(() => {
    const before = document.activeElement;
    if (!(before instanceof HTMLElement) || !before.matches(":focus-visible")) return;
    if (before.matches("[type=text], [type=number], [type=range]")) return;
    const here = box.current;
    here?.querySelector("button")?.focus({ preventScroll: true });
    return () => {
      const now = document.activeElement;
      if (now === document.body || here?.contains(now)) before.focus({ preventScroll: true });
    };
  }, []);

  useLayoutEffect(() => {
    const card = document.querySelector(`[data-testid="layer-${id}"]`);
    card?.setAttribute("data-fault", "true");
    return () => card?.removeAttribute("data-fault");
  });

  return (
    <div
      ref={box}
      class="refused"
      role="alertdialog"
      aria-label={t("refused.name")}
      data-testid="refused"
      data-layer={id ?? ""}
      data-above={place?.above ?? false}
      style={{
        left: `${place?.left ?? 0}px`,
        top: `${place?.top ?? 0}px`,
        "--tip": `${place?.tip ?? 0}px`,
        opacity: place === null ? 0 : 1,
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") giveUp();
      }}
    >
      <p class="refused-text">
        <Icon name="warning" />
        <span>{sentence(problem)}</span>
      </p>
      <Difference problem={problem} />
      {playing.value && (
        <p class="refused-meanwhile" data-testid="refused-meanwhile">
          {t("refused.meanwhile")}
        </p>
      )}
      <div class="fixes">
        <Fixes fixes={problem.mends} />
      </div>
    </div>
  );
}

/** What the layer expected and what it got, side by side. */
function Difference({ problem: { params } }: { readonly problem: Problem }) {
  const { expected, got } = params;
  if (expected === undefined || got === undefined) return null;
  return (
    <dl class="difference">
      <div>
        <dt>{t("refused.expected")}</dt>
        <dd>{String(expected)}</dd>
      </div>
      <div>
        <dt>{t("refused.got")}</dt>
        <dd>{String(got)}</dd>
      </div>
    </dl>
  );
}
