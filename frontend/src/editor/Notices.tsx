/** The notices beneath the top bar: lost connection, numbers that broke, refused edits. */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { lastGoodStep, reset, toLastGood } from "../actions/run";
import { t } from "../i18n";
import { problemText } from "../i18n/problem";
import { columnName, grouped } from "../i18n/text";
import { mayMend, mend } from "../state/sync/mends";
import { problem, refused, shapes, spec, status } from "../state/sync/session";
import { fresh, unreachable } from "../state/sync/start";
import { CloseButton } from "../ui/CloseButton";
import { Notice } from "../ui/Notice";
import type { Fix, Spec } from "../wire/types";
import { ConnectionNotices } from "./ConnectionNotices";
import { remark } from "./changes";
import { Fixes, fixText } from "./Fixes";
import { ImportNotes } from "./ImportMenu";
import { isOfNetwork } from "./Refused";
import "./Notices.css";

/** `children` are notices of what is above the editor. */
export function Notices({ children }: { readonly children?: ComponentChildren }) {
  return (
    <div class="notices">
      <Unreachable />
      <ConnectionNotices />
      <State />
      <ProblemNotice />
      <RefusedNotice />
      <Remark />
      <ImportNotes />
      {children}
    </div>
  );
}

function Unreachable() {
  if (!unreachable.value) return null;
  return (
    <Notice
      tone="red"
      testid="unreachable"
      title={t("state.unreachable")}
      actions={
        <button type="button" onClick={() => void fresh()}>
          {t("state.again")}
        </button>
      }
    >
      {t("state.unreachable.try")}
    </Notice>
  );
}

function State() {
  const now = status.value;
  if (now === null || now.state === "playing" || now.state === "paused") return null;
  if (now.state === "diverged") return <Diverged />;
  if (now.state === "loading") return null;
  if (now.state === "queued") return <Queued place={now.place} />;
  const tone = now.state === "failed" ? "red" : "amber";
  return (
    <Notice
      tone={tone}
      testid={now.state}
      title={t(`state.${now.state}`)}
      actions={
        now.state === "failed" && (
          <button type="button" onClick={() => void reset(false)}>
            {t("transport.reset")}
          </button>
        )
      }
    >
      {t(`state.${now.state}.try`)}
    </Notice>
  );
}

/** All trainers are taken: the set-up can be edited meanwhile. */
function Queued({ place }: { readonly place: number | null }) {
  return (
    <Notice tone="plain" testid="queued" title={t("state.queued", { place: place ?? "?" })}>
      {t("state.queued.try")}
    </Notice>
  );
}

/** What keeps steps small: either goes back to where the numbers were good. */
function calmer({ training }: Spec): Fix[] {
  const rate = Number((training.learning_rate / 10).toPrecision(1));
  const put = (name: string, value: number) => [
    { op: "replace", path: `/training/${name}`, value },
  ];
  const lower = { code: "lower_rate", patch: put("learning_rate", rate), params: { rate } };
  const clip = { code: "clip_norm", patch: put("clip_norm", 1), params: { norm: 1 } };
  return [lower, ...(training.clip_norm === null ? [clip] : [])].map((fix) => ({
    ...fix,
    fresh: [],
  }));
}

function Diverged() {
  const where = status.value?.diverged;
  const place = shapes.value.findIndex(({ id }) => id === where?.layer);
  const shape = shapes.value[place];

  const step = grouped(where?.step ?? status.value?.step ?? 0);
  const good = lastGoodStep();
  return (
    <Notice
      tone="red"
      testid="diverged"
      title={
        shape === undefined
          ? t("state.diverged", { step })
          : t("state.diverged.layer", {
              step,
              layer: columnName(shape.id, place + 1, shape.kind),
            })
      }
      actions={
        <>
          {spec.value !== null &&
            calmer(spec.value)
              .filter(mayMend)
              .map((fix) => (
                <button
                  key={fix.code}
                  type="button"
                  data-testid={`mend-${fix.code}`}
                  onClick={() => {
                    // Going back brings the set-up of then: what mends it comes after it.
                    toLastGood();
                    mend(fix);
                  }}
                >
                  {fixText(fix)}
                </button>
              ))}
          <button type="button" data-testid="seek-last-good" onClick={toLastGood}>
            {good === null
              ? t("transport.reset")
              : t("state.diverged.back", { step: grouped(good) })}
          </button>
        </>
      }
    >
      {t("state.diverged.try")}
    </Notice>
  );
}

function ProblemNotice() {
  const now = problem.value;
  if (now === null) return null;
  return (
    <Notice
      tone="amber"
      testid="problem"
      title={problemText(now)}
      actions={
        <CloseButton
          testid="problem-close"
          onClick={() => {
            problem.value = null;
          }}
        />
      }
    />
  );
}

/** A refused change of the data or the training, with its ways out. */
function RefusedNotice() {
  const now = refused.value;
  if (now === null || isOfNetwork(now)) return null;
  return (
    <Notice
      tone="amber"
      testid="refused-notice"
      title={problemText(now)}
      actions={<Fixes fixes={now.mends} />}
    />
  );
}

const REMARK_MS = 8000;

/** What an edit took along; Ctrl Z brings all of it back. */
function Remark() {
  const now = remark.value;
  useEffect(() => {
    const timer = setTimeout(() => {
      remark.value = null;
    }, REMARK_MS);
    return () => clearTimeout(timer);
  }, [now]);
  if (now === null) return null;
  return <Notice tone="plain" testid="remark" title={now} />;
}
