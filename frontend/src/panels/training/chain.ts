/** A chain of schedules: parts added, removed, moved and changed. */
import { type ChainPart, type ChainSpec, MAX_PARTS, MIN_PARTS, simpleSchedule } from "./schedules";

const FIRST_STEPS = 1000;

/** A chain with one more part at its end, one less, or one moved. */
export function addPart(chain: ChainSpec): ChainSpec {
  if (chain.parts.length >= MAX_PARTS) return chain;
  const part = { schedule: simpleSchedule("constant"), steps: FIRST_STEPS };
  return { ...chain, parts: [...chain.parts, part] };
}
export function removePart(chain: ChainSpec, place: number): ChainSpec {
  if (chain.parts.length <= MIN_PARTS) return chain;
  return { ...chain, parts: chain.parts.filter((_, at) => at !== place) };
}
export function movePart(chain: ChainSpec, from: number, to: number): ChainSpec {
  const parts = [...chain.parts];
  const [moved] = parts.splice(from, 1);
  if (moved === undefined || to < 0 || to > parts.length) return chain;
  parts.splice(to, 0, moved);
  return { ...chain, parts };
}
export function changePart(chain: ChainSpec, place: number, part: Partial<ChainPart>): ChainSpec {
  return {
    ...chain,
    parts: chain.parts.map((each, at) => (at === place ? { ...each, ...part } : each)),
  };
}
