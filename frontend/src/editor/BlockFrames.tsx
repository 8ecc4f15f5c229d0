/** Blocks, drawn as frames around their repeated layers, with how often they are repeated. */
import { t } from "../i18n";
import type { Geometry } from "../plots/geometry";
import { type Block, MAX_REPEAT } from "../spec/layer-kinds";
import { mayChange } from "../state/sync/areas";
import { spec } from "../state/sync/session";
import { ChoiceRow } from "../ui/controls";
import { Icon } from "../ui/icons";
import { MenuButton } from "../ui/Popover";
import { changeBlockSkip, changeRepeat, dissolve, extend, move, remove } from "./changes";
import { layers } from "./scene";
import "./BlockFrames.css";

interface Framed {
  readonly block: Block;
  readonly position: number;
  readonly first: number;
  readonly last: number;
}

/** Each block with the indices of its first and last column. */
export function framed(): Framed[] {
  const found: Framed[] = [];
  layers.value.forEach(({ block, position }, place) => {
    if (block === null) return;
    const before = found.at(-1);
    const column = place + 1;
    if (before?.block === block) found[found.length - 1] = { ...before, last: column };
    else found.push({ block, position, first: column, last: column });
  });
  return found;
}

export const BlockFrames = ({ plan }: { readonly plan: Geometry }) => (
  <>
    {framed().map((each) => (
      <BlockFrame key={each.block.id} plan={plan} {...each} />
    ))}
  </>
);

function BlockFrame({ plan, block, position, first, last }: Framed & { readonly plan: Geometry }) {
  const [from, to] = [plan.columns[first], plan.columns[last]];
  if (from === undefined || to === undefined) return null;
  const { id, repeat } = block;
  const inset = plan.pitch / 2 - 3 * plan.zoom;
  const copies = Array.from(
    { length: repeat - 1 },
    (_, place) => first + (place + 1) * block.layers.length,
  );
  return (
    <>
      <div
        class="block-frame"
        data-testid={`block-${id}`}
        style={{
          left: `${from.x - inset}px`,
          width: `${to.x - from.x + 2 * inset}px`,
          top: `${plan.top + 32 * plan.zoom}px`,
        }}
      >
        <div class="block-bar" title={t("block.name", { count: repeat })}>
          <button
            type="button"
            class="quiet tiny"
            data-testid={`fewer-${id}`}
            title={t("block.fewer")}
            disabled={!mayChange.network.value || repeat <= 1}
            onClick={() => changeRepeat(id, repeat - 1)}
          >
            <Icon name="minus" />
          </button>
          <strong data-testid={`repeat-of-${id}`}>× {repeat}</strong>
          <button
            type="button"
            class="quiet tiny"
            data-testid={`more-${id}`}
            title={t("block.more")}
            disabled={!mayChange.network.value || repeat >= MAX_REPEAT}
            onClick={() => changeRepeat(id, repeat + 1)}
          >
            <Icon name="plus" />
          </button>
          <MenuButton
            class="quiet tiny"
            label={t("block.menu")}
            testid={`menu-${id}`}
            face={<Icon name="more" />}
          >
            {(close) => <BlockMenu block={block} position={position} onClose={close} />}
          </MenuButton>
        </div>
      </div>
      {copies.map((column) => {
        const at = plan.columns[column];
        return at === undefined ? null : (
          <span
            key={column}
            class="block-seam"
            style={{ left: `${at.x - plan.pitch / 2}px`, top: `${plan.top + 40 * plan.zoom}px` }}
          />
        );
      })}
    </>
  );
}

/** Whether each repetition's input is led around it. */
export function BlockSkip({ id }: { readonly id: string }) {
  const block = spec.value?.network.layers.find((layer) => layer.id === id);
  if (block?.kind !== "block") return null;
  return (
    <ChoiceRow
      testid={`block-skip-${id}`}
      label={t("block.skip")}
      tip={t("block.skip.tip")}
      value={block.skip}
      options={[
        ["none", t("block.skip.none")],
        ["add", t("skip.add")],
        ["concat", t("skip.concat")],
      ]}
      disabled={!mayChange.network.value}
      onValue={(skip) => changeBlockSkip(id, skip)}
    />
  );
}

interface BlockMenuProps {
  readonly block: Block;
  readonly position: number;
  readonly onClose: () => void;
}

function BlockMenu({ block: { id, repeat }, position, onClose }: BlockMenuProps) {
  const next = spec.value?.network.layers[position + 1];
  const done = (act: () => void) => () => {
    onClose();
    act();
  };
  return (
    <div class="layer-details">
      <h3>{t("block.name", { count: repeat })}</h3>
      <p class="quiet-line">{t("kind.block.tip")}</p>
      <BlockSkip id={id} />
      {mayChange.network.value && (
        <div class="actions">
          {next !== undefined && next.kind !== "block" && (
            <button type="button" data-testid={`extend-${id}`} onClick={done(() => extend(id))}>
              {t("block.extend")}
            </button>
          )}
          <span class="pair">
            <button
              type="button"
              title={t("block.left")}
              onClick={done(() => move(position, position - 1))}
            >
              <span aria-hidden="true">←</span>
            </button>
            <button
              type="button"
              title={t("block.right")}
              onClick={done(() => move(position, position + 1))}
            >
              <span aria-hidden="true">→</span>
            </button>
          </span>
          <button
            type="button"
            data-testid={`ungroup-${id}`}
            title={t("block.ungroup.tip")}
            onClick={done(() => dissolve(id))}
          >
            {t("block.ungroup")}
          </button>
          <button type="button" data-testid={`delete-${id}`} onClick={done(() => remove(id))}>
            {t("block.remove")}
          </button>
        </div>
      )}
    </div>
  );
}
