/** Locks on the weights that training leaves alone, in the middle of their lines. */
import { t } from "../i18n";
import { endsOf, type Geometry } from "../plots/geometry";
import { frozenWeights } from "../spec/freezing";
import { latest } from "../state/live/frames";
import { spec } from "../state/sync/session";
import { Lock } from "../ui/controls";
import { floats } from "../wire/frames";
import { placedOf } from "./scene";
import "./EdgeLocks.css";

/** The number of a unit's inputs that belong to one edge: the size of a kernel. */
function perEdge(id: string): number {
  const frame = latest("weights");
  const shape = frame === undefined ? undefined : floats(frame, `${id}.weight`)?.shape;
  return (shape ?? []).slice(2).reduce((all, size) => all * size, 1);
}

export function EdgeLocks({ plan }: { readonly plan: Geometry }) {
  const set = spec.value;
  if (set === null) return null;
  return (
    <>
      {plan.columns.slice(1).flatMap((column) => {
        const owner = placedOf(column.id)?.owner;
        const pairs = owner === undefined ? [] : frozenWeights(set, owner);
        if (pairs.length === 0) return [];
        const size = perEdge(column.id);
        const edges = new Set(
          pairs
            .filter(([, input]) => input >= 0)
            .map(([unit, input]) => `${unit} ${Math.floor(input / size)}`),
        );
        return [...edges].map((name) => {
          const [unit = 0, input = 0] = name.split(" ").map(Number);
          const ends = endsOf(plan, { column: column.index, unit, input });
          if (ends === null) return null;
          const left = (ends.left + ends.right) / 2;
          const top = (ends.start + ends.end) / 2;
          return (
            <span
              key={`${column.id} ${name}`}
              class="edge-lock"
              data-testid={`frozen-weight-${column.id}-${unit}-${input}`}
              title={t("freeze.on")}
              style={{ left: `${left}px`, top: `${top}px` }}
            >
              <Lock shut />
            </span>
          );
        });
      })}
    </>
  );
}
