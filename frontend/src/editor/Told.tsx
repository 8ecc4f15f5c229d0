/** What holds the network back: one quiet line, at the layer where it begins, with ways out of a click each. */
import { signal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { isKey, type Params, t } from "../i18n";
import { activationName, columnName } from "../i18n/text";
import { short } from "../plots/numbers";
import { mayChange } from "../state/sync/areas";
import { mend } from "../state/sync/edits";
import { cautions, refused, shapes } from "../state/sync/session";
import { CloseButton } from "../ui/CloseButton";
import { Icon } from "../ui/icons";
import type { ActivationName, Caution } from "../wire/types";
import { fixText } from "./Fixes";
import "./Told.css";

/** What whoever looks has put away, by code and layer: it is not told again. */
const putAway = signal<ReadonlySet<string>>(new Set());

const keyOf = ({ code, pointer }: Caution) => `${code} ${pointer}`;

/** The gravest that is not put away. */
function now(): Caution | null {
  return cautions.value.find((each) => !putAway.value.has(keyOf(each))) ?? null;
}

function written(name: string, value: string | number | boolean | null): Params[string] {
  if (name === "activation") return activationName(value as ActivationName);
  return typeof value === "number" ? short(value) : String(value);
}

export function cautionText({ code, params, detail }: Caution): string {
  const key = `caution.${code}`;
  if (!isKey(key)) return detail;
  const entries = Object.entries(params).map(([name, value]) => [name, written(name, value)]);
  return t(key, Object.fromEntries(entries) as Params);
}

export function Told() {
  const told = now();
  // A set-up that is refused comes first.
  if (told === null || refused.value !== null) return null;
  return <Line key={keyOf(told)} told={told} />;
}

function Line({ told }: { readonly told: Caution }) {
  const place = shapes.value.findIndex(({ pointer }) => pointer === told.pointer);
  const shape = shapes.value[place];
  const name = shape === undefined ? null : columnName(shape.id, place + 1, shape.kind);
  const editable = mayChange.network.value && mayChange.training.value;

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
        {name !== null && <strong>{name}</strong>} {cautionText(told)}
      </p>
      {editable &&
        told.mends.map((fix) => (
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
