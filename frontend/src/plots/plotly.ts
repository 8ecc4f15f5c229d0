/** Plotly, loaded when the first chart needs it, drawn one chart a tick and never under the pointer. */

import { straightSpan, straightTicks } from "./axis-ticks";
import type { Figure, Layout, Trace } from "./figure";
import { logSpan, logTicks, NARROWEST, type Span } from "./log-axis";
import "./plotly.css";

interface Plotly {
  react(root: HTMLElement, traces: readonly Trace[], layout: Layout, config: object): unknown;
  purge(root: HTMLElement): void;
  /** The picture as a data address. */
  toImage(figure: object, options: object): Promise<string>;
}

declare global {
  interface Window {
    Plotly?: Plotly;
  }
}

const ADDRESS = "/vendor/plotly.min.js";
let loading: Promise<Plotly> | null = null;

/**
 * Plotly writes no <style> for what it finds marked as there: its own rules (plotly.css has what
 * we need of them), and those of its maps, known by the hash in Plotly 3.x's bundle. Under
 * `style-src 'self'` both would be refused, each with a line in the console.
 */
const MARKS = [
  "plotly.js-style-global",
  "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53",
];

function refuseInlineStyles(): void {
  for (const id of MARKS) {
    const mark = document.createElement("meta");
    mark.id = id;
    mark.className = "no-inline-styles";
    document.head.append(mark);
  }
}

export function loadPlotly(): Promise<Plotly> {
  loading ??= new Promise<Plotly>((resolve, reject) => {
    refuseInlineStyles();
    const script = document.createElement("script");
    script.src = ADDRESS;
    script.async = true;
    script.onload = () =>
      window.Plotly === undefined ? reject(new Error("no Plotly")) : resolve(window.Plotly);
    script.onerror = () => {
      loading = null;
      reject(new Error("Plotly did not load"));
    };
    document.head.append(script);
  });
  return loading;
}

const CONFIG = {
  displayModeBar: false,
  responsive: false,
  doubleClick: "reset",
  scrollZoom: false,
};
const TICK_MS = 160;
/** A chart is drawn at most this often: more costs a core and tells no more. */
const REDRAW_MS = 320;

const waiting = new Set<LiveChart>();
let ticking = false;

function tick(): void {
  const [next] = [...waiting].filter((chart) => chart.isDue).sort((a, b) => a.drawn - b.drawn);
  next?.draw();
  if (waiting.size > 0) setTimeout(tick, TICK_MS);
  else ticking = false;
}

function wake(): void {
  if (ticking) return;
  ticking = true;
  setTimeout(tick, 0);
}

/** One chart in one element. It draws when something changed, it can be seen, and nobody points. */
export class LiveChart {
  drawn = 0;
  #plotly: Plotly | null = null;
  #seen = false;
  #held = false;
  #forced = true;
  #closed = false;
  #observers: { disconnect(): void }[] = [];

  constructor(
    private readonly root: HTMLElement,
    private readonly make: () => Figure,
    private readonly failed: () => void,
  ) {
    const visibility = new IntersectionObserver((entries) => {
      this.#seen = entries.at(-1)?.isIntersecting ?? false;
      if (this.#seen) this.#load();
    });
    visibility.observe(root);
    const size = new ResizeObserver(() => this.invalidate(true));
    size.observe(root);
    this.#observers = [visibility, size];
    root.addEventListener("pointerenter", this.#hold);
    root.addEventListener("pointerleave", this.#release);
    waiting.add(this);
  }

  get isDue(): boolean {
    if (this.#plotly === null || !this.#seen || document.hidden) return false;
    return this.#forced || (!this.#held && performance.now() - this.drawn >= REDRAW_MS);
  }

  /** Something changed; `now` when the user did it, so that it is drawn under the pointer too. */
  invalidate(now = false): void {
    if (this.#closed) return;
    this.#forced ||= now;
    waiting.add(this);
    wake();
  }

  draw(): void {
    this.#forced = false;
    this.drawn = performance.now();
    waiting.delete(this);
    const { clientWidth: width, clientHeight: height } = this.root;
    if (width < 40 || height < 40) return;
    const { traces, layout } = this.make();
    const size = { width, height };
    const across = withSteps({ ...layout, ...size }, traces, width);
    const plan = withTicks(across, traces, height, zoomedSpan(this.root));
    this.#plotly?.react(this.root, withRoom(traces, plan), plan, CONFIG);
  }

  /** The chart as a file: painted anew on paper, at twice its size in pixels. */
  async picture(format: "png" | "svg"): Promise<Blob> {
    const plotly = this.#plotly;
    const width = Math.max(480, this.root.clientWidth);
    const height = Math.max(280, this.root.clientHeight);
    if (plotly === null) throw new Error("no chart yet");
    const { traces, layout } = this.make();
    const paper = getComputedStyle(document.documentElement).getPropertyValue("--panel");
    const plan = {
      ...layout,
      width,
      height,
      paper_bgcolor: paper.trim(),
      // Without its hovers a file needs the key that the page writes above the chart.
      showlegend: true,
      legend: { orientation: "h", x: 1, xanchor: "right", y: 1.02, yanchor: "bottom" },
      margin: { l: 8, r: 12, t: 30, b: 8 },
    };
    const across = withSteps(plan, traces, width);
    const figure = {
      data: withRoom(traces, plan),
      layout: withTicks(across, traces, height, null),
    };
    const address = await plotly.toImage(figure, { format, width, height, scale: 2 });
    return blobOf(address);
  }

  close(): void {
    this.#closed = true;
    waiting.delete(this);
    for (const observer of this.#observers) observer.disconnect();
    this.root.removeEventListener("pointerenter", this.#hold);
    this.root.removeEventListener("pointerleave", this.#release);
    this.#plotly?.purge(this.root);
  }

  #hold = () => {
    this.#held = true;
  };

  #release = () => {
    this.#held = false;
    this.invalidate();
  };

  #load(): void {
    loadPlotly().then(
      (plotly) => {
        if (this.#closed) return;
        this.#plotly = plotly;
        this.invalidate();
      },
      () => this.failed(),
    );
  }
}

/** In text sizes: the room beneath the horizontal axis, and the height of a number at the vertical one. */
const [BENEATH, NUMBER] = [2, 1.35];

/** In text sizes: what a step of five digits and its comma take across. */
const STEP = 5.5;
const MAX_STEPS = 6;

/**
 * The layout with as many steps beneath it as have room level: whole ones, as there are no others. They
 * are named one by one where they are few: an axis with nothing on it keeps the span that it had, and
 * Plotly would write each step of that.
 */
export function withSteps(layout: Layout, traces: readonly Trace[], width: number): Layout {
  const room = Math.floor(width / (STEP * layout.font.size));
  const nticks = Math.max(2, Math.min(MAX_STEPS, room));
  const last = Math.max(0, ...traces.map(({ x }) => x.at(-1) ?? 0));
  const few =
    last < nticks ? { tickvals: Array.from({ length: last + 1 }, (_, step) => step) } : {};
  return { ...layout, xaxis: { ...layout.xaxis, tickangle: 0, nticks, ...few } };
}

/** The layout with numbers beside its axis that do not lie on each other, two at least. */
function withTicks(
  layout: Layout,
  traces: readonly Trace[],
  height: number,
  zoomed: Span | null,
): Layout {
  const { margin, font, yaxis } = layout;
  const room = height - margin.t - margin.b - BENEATH * font.size;
  const fit = room / (NUMBER * font.size);
  const fixed = yaxis.range as Span | undefined;
  const tickvals =
    yaxis.type === "log"
      ? logTicks(zoomed ?? logSpan(traces), fit)
      : straightTicks(zoomed ?? fixed ?? straightSpan(traces), fit);
  return { ...layout, yaxis: { ...yaxis, tickvals } };
}

/** Nothing that is seen: it keeps a log axis from showing no more than the last digits of one number. */
function withRoom(traces: readonly Trace[], { yaxis }: Layout): readonly Trace[] {
  if (yaxis.type !== "log") return traces;
  const [low, high] = logSpan(traces);
  if (high - low > 2 * NARROWEST) return traces;
  const x = traces.find((each) => each.x.length > 0)?.x[0] ?? 0;
  const middle = (low + high) / 2;
  const y = [10 ** (middle - NARROWEST / 2), 10 ** (middle + NARROWEST / 2)];
  const room: Trace = {
    ...{ type: "scatter", mode: "lines", name: "", hoverinfo: "skip", opacity: 0 },
    ...{ x: [x, x], y, line: { color: "transparent", width: 0 } },
  };
  return [...traces, room];
}

/** Plotly writes into the layout that it was given where the user zoomed to. */
interface Drawn extends HTMLElement {
  readonly layout?: { readonly yaxis?: { readonly autorange?: unknown; readonly range?: Span } };
}

function zoomedSpan(root: Drawn): Span | null {
  const axis = root.layout?.yaxis;
  return axis?.autorange === false ? (axis.range ?? null) : null;
}

/** What a data address holds; a fetch of it would ask the page's policy for leave. */
export function blobOf(address: string): Blob {
  const comma = address.indexOf(",");
  const [head, body] = [address.slice(0, comma), address.slice(comma + 1)];
  const type = /^data:([^;,]*)/.exec(head)?.[1] ?? "";
  if (!head.endsWith(";base64")) return new Blob([decodeURIComponent(body)], { type });
  return new Blob([Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0))], { type });
}
