/** The strongest of a neuron's incoming weights that exist, in the order of its inputs. Pure. */
export interface Weighted {
  readonly input: number;
  readonly weight: number;
  readonly gradient: number;
}

export function strongest(
  weights: ArrayLike<number>,
  gradients: ArrayLike<number>,
  many: number,
  sparse = false,
): { rows: Weighted[]; most: number; all: number } {
  const all = Array.from(weights, (weight, input) => ({
    input,
    weight,
    gradient: gradients[input] ?? Number.NaN,
  })).filter(({ weight }) => weight !== 0 || !sparse);
  const bySize = all.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const rows = bySize.slice(0, many).sort((a, b) => a.input - b.input);
  return { rows, most: Math.abs(bySize[0]?.weight ?? 0), all: all.length };
}
