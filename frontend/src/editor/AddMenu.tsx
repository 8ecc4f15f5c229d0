/** The "+" between two columns, and the menu of layers that it opens. */
import { useState } from "preact/hooks";
import { t } from "../i18n";
import { kindName } from "../i18n/text";
import type { Column, Geometry } from "../plots/geometry";
import type { Placed } from "../spec/expand";
import { FAMILIES, MAX_LAYERS, type PlainKind, type Shape, takes } from "../spec/layer-kinds";
import { inputShape } from "../spec/shapes";
import { shapes, spec } from "../state/sync/session";
import { Icon } from "../ui/icons";
import { type Anchor, Popover } from "../ui/Popover";
import { add, type Place } from "./changes";
import { layers } from "./scene";
import "./AddMenu.css";

export function AddButtons({ plan }: { readonly plan: Geometry }) {
  const set = spec.value;
  if (set === null || set.network.layers.length >= MAX_LAYERS) return null;
  return (
    <>
      {plan.columns.slice(1).map((to) => {
        const place = placeBefore(to, plan, layers.value);
        return place === null ? null : <AddButton key={to.id} to={to} plan={plan} place={place} />;
      })}
    </>
  );
}

/** What one more layer is, by what is there in front of the output. */
const ONE_MORE: Readonly<Record<number, PlainKind>> = { 1: "dense", 2: "conv1d", 3: "conv2d" };

/** One more layer before the output, in one click. */
export function AddLast({ plan }: { readonly plan: Geometry }) {
  const [set, last] = [spec.value, plan.columns.at(-1)];
  const place = last === undefined ? null : placeBefore(last, plan, layers.value);
  const kind = ONE_MORE[place?.shape.length ?? 0];
  if (set === null || place === null || kind === undefined) return null;
  return (
    <button
      type="button"
      class="slim-button add-last"
      data-testid="add-last"
      title={t("net.add.tip")}
      disabled={set.network.layers.length >= MAX_LAYERS}
      onClick={() => add(place, kind)}
    >
      <Icon name="plus" />
      {t("net.add.last")}
    </button>
  );
}

/** Where a layer added before a column goes; null within the copies of a block. */
export function placeBefore(
  to: Column,
  plan: Geometry,
  all: readonly Placed[],
): (Place & { readonly testid: string }) | null {
  const at = all.findIndex(({ id }) => id === to.id);
  const [before, placed] = [all[at - 1], all[at]];
  if (placed === undefined) return null;
  const shape = shapeBefore(to, plan);
  const { block, position, repetition } = placed;
  if (block === null || before?.block !== block) {
    return { position, inner: null, shape, testid: `add-layer-${position}` };
  }
  const inner = block.layers.findIndex(({ id }) => id === placed.owner);
  if (repetition > 1 || inner === 0) return null;
  return { position, inner, shape, testid: `add-inner-${position}-${inner}` };
}

function shapeBefore(to: Column, plan: Geometry): Shape {
  const from = plan.columns[to.index - 1]?.id;
  if (from === "input") return spec.value === null ? [] : inputShape(spec.value);
  return shapes.value.find(({ id }) => id === from)?.outputs ?? [];
}

interface AddButtonProps {
  readonly to: Column;
  readonly plan: Geometry;
  readonly place: Place & { readonly testid: string };
}

function AddButton({ to, plan, place }: AddButtonProps) {
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  return (
    <>
      <button
        type="button"
        class="add"
        data-testid={place.testid}
        aria-label={t("net.add", { position: to.index })}
        aria-haspopup="dialog"
        title={t("net.add.tip")}
        style={{ left: `${to.x - plan.pitch / 2}px`, top: `${plan.top + 4 * plan.zoom}px` }}
        onClick={({ currentTarget }) => setAnchor(currentTarget.getBoundingClientRect())}
      >
        <Icon name="plus" />
      </button>
      {anchor !== null && (
        <Popover anchor={anchor} label={t("net.add.menu")} onClose={() => setAnchor(null)}>
          <AddMenu place={place} onDone={() => setAnchor(null)} />
        </Popover>
      )}
    </>
  );
}

type Kind = PlainKind | "block";

/** Families of layers: those that take what is there in front, the others behind a fold. */
function AddMenu({ place, onDone }: { readonly place: Place; readonly onDone: () => void }) {
  const offered = (kind: Kind) => kind !== "block" || place.inner === null;
  const groups = FAMILIES.map(({ name, kinds }) => ({
    name,
    kinds: kinds.filter(offered),
  }));
  const fitting = (kind: Kind) => takes(kind, place.shape);
  const others = groups.flatMap(({ kinds }) => kinds).filter((kind) => !fitting(kind));
  const item = (kind: Kind) => (
    <AddItem
      key={kind}
      kind={kind}
      onChoose={() => {
        onDone();
        add(place, kind);
      }}
    />
  );
  return (
    <div class="add-menu" data-testid="add-menu">
      {groups.map(({ name, kinds }) => {
        const shown = kinds.filter(fitting);
        if (shown.length === 0) return null;
        return (
          <section key={name}>
            <h3>{t(`family.${name}`)}</h3>
            {shown.map(item)}
          </section>
        );
      })}
      {others.length > 0 && (
        <details class="more-settings">
          <summary data-testid="add-others">{t("net.add.others")}</summary>
          <p class="quiet-line">{t("net.add.others.tip")}</p>
          {others.map(item)}
        </details>
      )}
    </div>
  );
}

const AddItem = ({ kind, onChoose }: { readonly kind: Kind; readonly onChoose: () => void }) => (
  <button type="button" class="quiet add-item" data-testid={`add-${kind}`} onClick={onChoose}>
    <strong>{kindName(kind)}</strong>
    <span class="quiet-line">{t(`kind.${kind}.tip`)}</span>
  </button>
);
