/** What goes wrong while the network learns: told once it is sure, and until it is over. */
import { effect, signal } from "@preact/signals";
import { type Frame, texts } from "../../wire/frames";
import type { Finding } from "../../wire/types";
import { paint } from "../live/frames";
import { access, playing } from "../sync/session";
import { asksForHealth } from "./view";

/** Frames in a row that must say so: numbers that pass a bound once may come back. */
const SURE = 2;
const FIRES = 2;

export interface Told {
  readonly shown: Finding | null;
  /** The revision that `shown` is of. */
  readonly revision: number;
  /** What has been seen, but not often enough; and how often, as what is shown was missed. */
  readonly candidate: string | null;
  readonly times: number;
}

export const NOTHING: Told = { shown: null, revision: 0, candidate: null, times: 0 };

/**
 * What is told after a frame with these findings. What is shown stays until it is over, whatever else
 * is found, and its figures stand still. A run that stands still says all that it will at once.
 */
export function settled(
  before: Told,
  found: readonly Finding[],
  revision: number,
  runs: boolean,
): Told {
  const enough = runs ? SURE : 1;
  const { shown } = before;
  if (shown !== null) {
    const now = found.find(({ code }) => code === shown.code);
    if (now !== undefined) {
      const isSame = now.layer === shown.layer && revision === before.revision;
      return { shown: isSame ? shown : now, revision, candidate: null, times: 0 };
    }
    if (before.times + 1 < enough) return { ...before, times: before.times + 1 };
  }
  const first = found.find(({ level }) => level === FIRES);
  if (first === undefined) return NOTHING;
  const times = shown === null && before.candidate === first.code ? before.times + 1 : 1;
  return times >= enough
    ? { shown: first, revision, candidate: null, times: 0 }
    : { shown: null, revision, candidate: first.code, times };
}

const told = signal<Told>(NOTHING);

/** The fault that is told, if any. */
export const finding = () => told.value.shown;

const read = (frame: Frame) => texts(frame, "findings").map((text) => JSON.parse(text) as Finding);

/** Follows the frames. Call once; returns the way out. */
export function followFindings(): () => void {
  asksForHealth.value = true;
  const stops = [
    paint("health", (frame) => {
      told.value =
        frame === undefined
          ? NOTHING
          : settled(told.peek(), read(frame), frame.revision, playing.peek());
    }),
    effect(() => {
      void access.value;
      told.value = NOTHING;
    }),
    () => {
      asksForHealth.value = false;
    },
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
