/** Rectifiers that are 0 at every point, and so get no gradient. */
import type { Histogram } from "../../plots/histogram";

const FLAT_BELOW_ZERO: ReadonlySet<string> = new Set(["relu", "relu6"]);

/** Equal values come with a range of 1 around them: of zeros from −½ to ½. */
export function isDead(activation: string | undefined, spread: Histogram | null): boolean {
  if (spread === null || activation === undefined || !FLAT_BELOW_ZERO.has(activation)) return false;
  const isCounted = Array.from(spread.counts).some((count) => count > 0);
  return isCounted && spread.low === -0.5 && spread.high === 0.5;
}
