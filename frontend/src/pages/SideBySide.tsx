/** A lesson's set-ups beside each other, each a workbench in a frame; common buttons run them all. */
import { type Signal, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Appearance, useAppearance } from "../actions/Appearance";
import type { Action } from "../actions/action";
import { PLAY, RESET } from "../actions/table";
import { t } from "../i18n";
import { language } from "../i18n/language";
import { NotYet } from "../lessons/Lessons";
import { keptFragment } from "../state/sync/start";
import { lessons, loadLessons } from "../state/view/lessons";
import { projector, themeChoice } from "../state/view/view";
import { Icon } from "../ui/icons";
import {
  addressOfLesson,
  isFrom,
  type Lesson,
  type LessonSession,
  ORDERS,
  type Order,
  type Report,
  report,
  type ToFrame,
} from "../wire/lessons";
import "./SideBySide.css";

type Reports = ReadonlyMap<string, Report>;
type Frames = ReadonlyMap<string, HTMLIFrameElement>;

const found = (id: string): Lesson | undefined => {
  const all = lessons.value;
  return typeof all === "string" ? undefined : all.find((each) => each.id === id);
};

export function SideBySide({ id }: { readonly id: string }) {
  const frames = useRef(new Map<string, HTMLIFrameElement>());
  const reports = useSignal<Reports>(new Map());
  useEffect(() => void loadLessons(), []);
  useAppearance(() => found(id)?.texts[language.value].title ?? t("lessons.name"));
  useListening(frames.current, reports);
  const lesson = found(id);
  const [only, second] = lesson?.sessions ?? [];
  useEffect(() => {
    // Nothing stands beside it: it has the whole page.
    if (only !== undefined && second === undefined) location.replace(addressOfLesson(id, only.id));
  }, [only, second]);
  const order = (order: Order) => tell(frames.current, { order });
  return (
    <div class="abreast">
      <header class="abreast-head">
        <a class="abreast-back" data-testid="side-back" href={keptFragment() || "#"}>
          <Icon name="back" />
          {t("side.back")}
        </a>
        <Controls lesson={lesson} reports={reports.value} order={order} />
        <div class="tools">
          <Appearance />
        </div>
      </header>
      {lesson === undefined ? (
        <main class="abreast-empty">
          {typeof lessons.value === "string" ? (
            <NotYet state={lessons.value} />
          ) : (
            <p role="alert">{t("problem.no_such_lesson", { lesson: id })}</p>
          )}
        </main>
      ) : (
        <main class="abreast-lesson">
          <div class="abreast-text">
            <h1>{lesson.texts[language.value].title}</h1>
            <p>{lesson.texts[language.value].text}</p>
          </div>
          <div class="abreast-frames" data-count={lesson.sessions.length}>
            {second !== undefined &&
              lesson.sessions.map((session, place) => (
                <Beside
                  key={session.id}
                  lesson={lesson}
                  session={session}
                  place={place}
                  frames={frames.current}
                />
              ))}
          </div>
        </main>
      )}
    </div>
  );
}

function tell(frames: Frames, message: ToFrame): void {
  for (const { contentWindow } of frames.values())
    contentWindow?.postMessage(message, location.origin);
}

/** Hears how the frames stand, and dresses them as this page. */
function useListening(frames: Frames, reports: Signal<Reports>): void {
  useLayoutEffect(() => {
    const hear = (event: MessageEvent) => {
      const told = report(event.data);
      for (const [session, { contentWindow }] of frames) {
        if (told !== null && isFrom(event, contentWindow))
          reports.value = new Map(reports.value).set(session, told);
      }
    };
    addEventListener("message", hear);
    return () => removeEventListener("message", hear);
  }, []);
  useSignalEffect(() => {
    const look = {
      language: language.value,
      theme: themeChoice.value,
      projector: projector.value,
    };
    // A frame that reports may have loaded only now.
    if (reports.value.size > 0) tell(frames, { look });
  });
}

interface ControlsProps {
  readonly lesson: Lesson | undefined;
  readonly reports: Reports;
  readonly order: (order: Order) => void;
}

function Controls({ lesson, reports, order }: ControlsProps) {
  const told = lesson?.sessions.map(({ id }) => reports.get(id)) ?? [];
  const areReady = told.length > 0 && told.every((each) => each?.ready === true);
  const playing = told.filter((each) => each?.playing === true).length;
  useKeys(areReady, [
    [PLAY, () => order(playing > 0 ? "pause" : "play")],
    [RESET, () => order("reset")],
  ]);
  const isIdle = { play: playing === told.length, pause: playing === 0, reset: false };
  return (
    <div class="abreast-controls" role="toolbar" aria-label={t("side.controls")}>
      {ORDERS.map((each) => (
        <button
          key={each}
          type="button"
          class={each === "play" ? "primary" : ""}
          data-testid={`side-${each}`}
          title={t(`side.${each}.tip`)}
          disabled={!areReady}
          // What would change nothing keeps the focus all the same.
          aria-disabled={isIdle[each]}
          onClick={() => order(each)}
        >
          <Icon name={each} />
          <span>{t(`side.${each}`)}</span>
        </button>
      ))}
    </div>
  );
}

/** Keys of the page around; within a frame its own hold. */
function useKeys(on: boolean, acts: readonly (readonly [Action, () => void])[]): void {
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { target, ctrlKey, metaKey, altKey, repeat } = event;
      const [, act] = acts.find(([{ keys }]) => keys.includes(event.key.toLowerCase())) ?? [];
      if (act === undefined || !on || repeat || ctrlKey || metaKey || altKey) return;
      if (event.key === " " && target instanceof Element && target.closest("button, a") !== null)
        return;
      event.preventDefault();
      act();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  });
}

interface BesideProps {
  readonly lesson: Lesson;
  readonly session: LessonSession;
  readonly place: number;
  readonly frames: Map<string, HTMLIFrameElement>;
}

function Beside({ lesson, session, place, frames }: BesideProps) {
  const name = session.title[language.value];
  const address = addressOfLesson(lesson.id, session.id);
  return (
    <section class="beside" aria-labelledby={`beside-${session.id}`}>
      <div class="beside-head">
        <h2 id={`beside-${session.id}`}>{name}</h2>
        <a href={address} aria-label={t("side.alone.of", { session: name })}>
          {t("side.alone")}
        </a>
      </div>
      <iframe
        ref={(frame) => {
          if (frame === null) frames.delete(session.id);
          else frames.set(session.id, frame);
        }}
        // The frame keeps its session under this name.
        name={`${lesson.id}/${session.id}`}
        data-testid={`beside-${session.id}`}
        title={t("side.frame", { session: name, place: place + 1, count: lesson.sessions.length })}
        src={address}
      />
    </section>
  );
}
