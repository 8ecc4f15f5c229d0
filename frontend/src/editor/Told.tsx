/** What holds the network back: one quiet line, at the layer where it begins, with ways out of a click each. */
import { signal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { isKey, type Params, t } from "../i18n";
import { activationName, columnName } from "../i18n/text";
import { short } from "../plots/numbers";
import { mayMend, mend } from "../state/sync/mends";
import { cautions, refused, shapes, status } from "../state/sync/session";
import { finding } from "../state/view/findings";
import { CloseButton } from "../ui/CloseButton";
import { Icon } from "../ui/icons";
import type { ActivationName, Fix } from "../wire/types";
import { fixText } from "./Fixes";
import "./Told.css";

interface Hindrance {
  readonly code: string;
  readonly text: string;
  /** By its id; null where it is of the training as a whole. */
  readonly layer: string | null;
  readonly mends: readonly Fix[];
}

type Values = Readonly<Record<string, string | number | boolean | null>>;

/** What whoever looks has put away, by code and layer: it is not told again. */
const putAway = signal<ReadonlySet<string>>(new Set());

const keyOf = ({ code, layer }: Hindrance) => `${code} ${layer}`;

function written(name: string, value: Values[string]): Params[string] {
  if (name === "activation") return activationName(value as ActivationName);
  return typeof value === "number" ? short(value) : String(value);
}

export function textOf(key: string, params: Values, detail: string): string {
  if (!isKey(key)) return detail;
  const entries = Object.entries(params).map(([name, value]) => [
    name,
    written(name, value ?? null),
  ]);
  return t(key, Object.fromEntries(entries) as Params);
}

/** What the set-up can never do comes before what goes wrong in it. */
function all(): Hindrance[] {
  const found: Hindrance[] = cautions.value.map(({ code, pointer, params, detail, mends }) => ({
    code,
    text: textOf(`caution.${code}`, params, detail),
    layer: shapes.value.find((shape) => shape.pointer === pointer)?.id ?? null,
    mends,
  }));
  const now = finding();
  if (now !== null && status.value?.state !== "diverged") {
    const { code, layer, params, detail, mends } = now;
    found.push({ code, text: textOf(`finding.${code}`, params, detail), layer, mends });
  }
  return found;
}

export function Told() {
  const told = all().find((each) => !putAway.value.has(keyOf(each)));
  // A set-up that is refused comes first.
  if (told === undefined || refused.value !== null) return null;
  return <Line key={keyOf(told)} told={told} />;
}

function Line({ told }: { readonly told: Hindrance }) {
  const place = shapes.value.findIndex(({ id }) => id === told.layer);
  const shape = shapes.value[place];
  const name = shape === undefined ? null : columnName(shape.id, place + 1, shape.kind);

  useLayoutEffect(() => {
    const card = document.querySelector(`[data-testid="layer-${shape?.id}"]`);
    card?.setAttribute("data-told", "true");
    return () => card?.removeAttribute("data-told");
  });

  return (
    <div
      class="hindrance"
      role="status"
      aria-label={t("told.name")}
      data-testid="told"
      data-code={told.code}
      data-layer={shape?.id}
    >
      <Icon name="warning" />
      <p>
        {name !== null && <strong>{name}</strong>} {told.text}
      </p>
      {told.mends.filter(mayMend).map((fix) => (
        <button
          key={fix.code}
          type="button"
          data-testid={`mend-${fix.code}`}
          onClick={() => mend(fix)}
        >
          {fixText(fix)}
        </button>
      ))}
      <CloseButton
        tiny
        testid="told-close"
        onClick={() => {
          putAway.value = new Set([...putAway.value, keyOf(told)]);
        }}
      />
    </div>
  );
}
