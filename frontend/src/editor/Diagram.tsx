/** The network, drawn as data flows, and edited where it is drawn. */
import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { OfStep } from "../charts/OfStep";
import { SaveButton } from "../charts/SaveButton";
import { t } from "../i18n";
import { grouped } from "../i18n/text";
import { type EdgeAt, edgeAt } from "../plots/geometry";
import { parameterCount } from "../spec/shapes";
import { firstPicture, latest } from "../state/live/frames";
import { mayChange } from "../state/sync/areas";
import { access, shapes, shapesStale, spec } from "../state/sync/session";
import { select, theme } from "../state/view/view";
import { lazily } from "../ui/lazily";
import type { Anchor } from "../ui/Popover";
import { AddButtons, AddLast } from "./AddMenu";
import { Arcs } from "./Arcs";
import { BlockFrames } from "./BlockFrames";
import { CarriedLine } from "./CarriedLine";
import { EdgeLocks } from "./EdgeLocks";
import { LayerCards } from "./LayerCards";
import { Neurons } from "./Neurons";
import { Refused } from "./Refused";
import { drawScene, edgeCount, edgesNow, geometry, hovered, lifted, pointer, size } from "./scene";
import { Told } from "./Told";
import { Tooltip } from "./Tooltip";
import { walkIn } from "./walking";
import "./Diagram.css";

const EdgePopover = lazily(async () => (await import("./EdgePopover")).EdgePopover, firstPicture);

const REACH = 6;

export function Diagram() {
  const plan = geometry.value;
  const scroll = useRef<HTMLDivElement>(null);
  useEffect(() => (scroll.current === null ? undefined : walkIn(scroll.current)), []);
  return (
    <section class="network" aria-label={t("net.name")}>
      <div class="head">
        <h2>{t("net.name")}</h2>
        {spec.value !== null && (
          <span class="quiet-line" data-testid="parameters" data-stale={shapesStale.value}>
            {t("net.parameters", { count: grouped(parameterCount(shapes.value)) })}
          </span>
        )}
        <OfStep frames="neurons" inline />
        <EdgeLine />
        <span class="push" />
        {plan !== null && mayChange.network.value && <AddLast plan={plan} />}
        <SaveButton name="diagram" />
      </div>
      <div ref={scroll} class="diagram-scroll">
        <Stage />
        {plan !== null && <LayerCards plan={plan} />}
      </div>
      <Told />
      <CarriedLine />
      <Refused />
    </section>
  );
}

function EdgeLine() {
  const { drawn, total } = edgeCount.value;
  if (drawn >= total) return null;
  return (
    <span class="quiet-line">
      {t("net.strongest", { drawn: grouped(drawn), total: grouped(total) })}
    </span>
  );
}

interface OpenEdge {
  readonly edge: EdgeAt;
  readonly anchor: Anchor;
}

function Stage() {
  const stage = useRef<HTMLDivElement>(null);
  const edgeCanvas = useRef<HTMLCanvasElement>(null);
  const neuronCanvas = useRef<HTMLCanvasElement>(null);
  const scene = useRef<ReturnType<typeof drawScene> | null>(null);
  const [open, setOpen] = useState<OpenEdge | null>(null);
  const plan = geometry.value;

  useEffect(() => {
    const [box, below, above] = [stage.current, edgeCanvas.current, neuronCanvas.current];
    if (box === null || below === null || above === null) return;
    const drawn = drawScene(below, above);
    scene.current = drawn;
    const observer = new ResizeObserver(() => {
      const room = box.parentElement?.clientWidth ?? box.clientWidth;
      size.value = { width: room, height: box.clientHeight };
    });
    observer.observe(box);
    if (box.parentElement !== null) observer.observe(box.parentElement);
    drawn.redraw();
    return () => {
      observer.disconnect();
      drawn.stop();
    };
  }, []);

  useSignalEffect(() => {
    void [geometry.value, lifted.value, theme.value, access.value];
    scene.current?.redraw();
  });

  const at = (event: PointerEvent | MouseEvent) => {
    const rect = stage.current?.getBoundingClientRect();
    return { x: event.clientX - (rect?.left ?? 0), y: event.clientY - (rect?.top ?? 0) };
  };
  const found = (place: { x: number; y: number }) =>
    plan === null ? null : edgeAt(plan, place.x, place.y, REACH, isDrawn());

  const hover = (event: PointerEvent) => {
    if (event.target instanceof Element && event.target.closest("button, .arc") !== null) return;
    pointer.value = at(event);
    const edge = found(pointer.value);
    const before = hovered.peek();
    if (edge === null && before === null) return;
    hovered.value = edge === null ? null : { kind: "edge", ...edge };
  };

  const choose = (event: MouseEvent) => {
    if (
      event.target instanceof Element &&
      event.target.closest("button, .arc, .block-bar, .popover") !== null
    )
      return;
    const edge = found(at(event));
    const layer = edge === null ? undefined : plan?.columns[edge.column]?.id;
    if (edge === null || layer === undefined) {
      select(null);
      return;
    }
    select({ kind: "edge", layer, unit: edge.unit, input: edge.input });
    const { clientX, clientY } = event;
    setOpen({
      edge,
      anchor: { left: clientX, right: clientX, top: clientY - 8, bottom: clientY + 8 },
    });
  };

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys reach each weight through the unit's details
    <div
      ref={stage}
      id="diagram"
      class="stage"
      role="toolbar"
      aria-label={t("net.diagram")}
      aria-describedby="diagram-keys"
      style={{ minWidth: `${plan?.width ?? 0}px` }}
      data-over={hovered.value?.kind === "edge" ? "edge" : undefined}
      onPointerMove={hover}
      onPointerLeave={() => {
        hovered.value = null;
      }}
      onClick={choose}
    >
      <span id="diagram-keys" class="visually-hidden">
        {t("net.diagram.keys")}
      </span>
      <canvas ref={edgeCanvas} class="layer" />
      <canvas ref={neuronCanvas} class="layer" />
      {plan !== null && <BlockFrames plan={plan} />}
      {plan !== null && <Neurons plan={plan} />}
      {plan !== null && <EdgeLocks plan={plan} />}
      {plan !== null && <Arcs plan={plan} />}
      {plan !== null && mayChange.network.value && <AddButtons plan={plan} />}
      {open === null && <Tooltip />}
      {open !== null && (
        <EdgePopover edge={open.edge} anchor={open.anchor} onClose={() => setOpen(null)} />
      )}
    </div>
  );
}

/** Only an edge that is drawn can be pointed at. */
function isDrawn(): (edge: EdgeAt) => boolean {
  const { drawn, total } = edgesNow();
  if (latest("weights") === undefined) return () => false;
  if (drawn.length === total) return () => true;
  const known = new Set(drawn.map(({ column, unit, input }) => `${column} ${unit} ${input}`));
  return ({ column, unit, input }) => known.has(`${column} ${unit} ${input}`);
}
