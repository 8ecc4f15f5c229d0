/** Figures of the run, slowed down from thirty a second to a pace that an eye can read. */
import { computed, effect, signal } from "@preact/signals";
import { type Frame, number } from "../../wire/frames";
import { paint } from "../live/frames";
import { access, looked, status } from "../sync/session";

const READ_EVERY_MS = 100;

export interface Figures {
  readonly trainLoss: number;
  readonly testLoss: number;
  readonly trainScore: number;
  readonly testScore: number;
  readonly score: "accuracy" | "rmse";
}

export const liveStep = signal(0);
export const liveEpoch = signal(0);
export const figures = signal<Figures | null>(null);

/** A neuron that the pointer or the focus is on: the large picture shows it. */
export const hoveredUnit = signal<{ readonly layer: string; readonly unit: number } | null>(null);
/** The size of an answer at which the large picture has its full color. */
export const fullColor = signal(1);

function read(frame: Frame): void {
  liveStep.value = frame.step;
  liveEpoch.value = frame.epoch;
  figures.value = {
    trainLoss: number(frame, "train_loss"),
    testLoss: number(frame, "test_loss"),
    trainScore: number(frame, "train_score"),
    testScore: number(frame, "test_score"),
    score: frame.values.score === "rmse" ? "rmse" : "accuracy",
  };
}

/** Follows frames and status. Call once; returns the way out. */
export function followFigures(): () => void {
  let newest: Frame | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const now = () => {
    timer = undefined;
    if (newest === null) return;
    read(newest);
    newest = null;
    timer = setTimeout(now, READ_EVERY_MS);
  };
  const stop = [
    paint("metrics", (frame) => {
      newest = frame ?? null;
      if (newest === null) figures.value = null;
      if (timer === undefined) now();
    }),
    effect(() => {
      if (looked.value !== null) liveStep.value = looked.value.step;
      if (status.value === null || looked.value !== null) return;
      liveStep.value = status.value.step;
      liveEpoch.value = status.value.epoch;
    }),
    effect(() => {
      void access.value;
      figures.value = null;
    }),
    () => clearTimeout(timer),
  ];
  return () => {
    for (const each of stop) each();
  };
}

/** The picture is older than the run: the connection broke, or the trainer begins anew. */
export const ready = computed(() => status.value !== null && status.value.state !== "loading");
