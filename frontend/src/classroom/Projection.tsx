/** The teacher's full screen for the back row: the code, the leaderboard, or somebody's work. */
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { t } from "../i18n";
import { Qr } from "../ui/Qr";
import { Sheet } from "../ui/Sheet";
import { addressOfEmbedded } from "../wire/sharing";
import { isOnlyHere, joinPath, readableCode } from "./class-storage";
import { Leaderboard, Terms } from "./Leaderboard";
import { shownName } from "./ShowMenu";
import { inClass, pupils, pupilsById, room } from "./teaching";
import "./Projection.css";

export const projected = signal<"code" | "board" | "screen" | null>(null);
const close = () => {
  projected.value = null;
};

export const joinAddress = (code: string) => `${location.origin}${joinPath(code)}`;
const USUAL_PORT = "8000";

/** The command that the README gives, with the port that this server has. */
export function startForClass({ port, protocol }: Pick<Location, "port" | "protocol">): string {
  const own = port === "" || port === USUAL_PORT ? "" : ` PORT=${port}`;
  const origin = `${protocol}//ADDRESS${port === "" ? "" : `:${port}`}`;
  return `make run HOST=0.0.0.0${own} ARGS='--origin ${origin}'`;
}
const withoutScheme = (address: string) => address.replace(/^https?:\/\//, "");

/** The way into the class, for whoever sees it. */
export function Invitation({ code }: { readonly code: string }) {
  const address = joinAddress(code);
  return (
    <div class="invitation">
      <Qr text={address} label={t("room.code.qr", { address })} />
      <div class="invitation-words">
        <p>{t("room.join.at")}</p>
        <p class="invitation-address">{withoutScheme(`${location.origin}/join`)}</p>
        <p class="visually-hidden">{t("room.code")}</p>
        <p class="invitation-code" data-testid="large-code">
          {readableCode(code)}
        </p>
        {isOnlyHere(location.hostname) && (
          <p class="quiet-line" data-testid="only-here">
            {t("room.address.local")} <code>{startForClass(location)}</code>
          </p>
        )}
      </div>
    </div>
  );
}

/** The number of pupils who are here, in words. */
export const countText = (count: number) =>
  count === 1 ? t("room.count.one") : t("room.count", { count });

export function Projection() {
  const what = projected.value;
  const now = room.value;
  if (what === null || now === null) return null;
  if (what === "code") {
    return (
      <Full title={t("room.class", { code: readableCode(now.code) })}>
        <Invitation code={now.code} />
        <p class="projection-count" aria-live="polite">
          {countText(pupils.value.length)}
        </p>
      </Full>
    );
  }
  if (what === "board") {
    if (now.challenge === null) return null;
    return (
      <Full title={t("room.board")}>
        <p class="projection-target">
          {now.challenge.ended !== null && <b>{t("room.challenge.over")}</b>}
          <Terms challenge={now.challenge} />
        </p>
        <Leaderboard challenge={now.challenge} most={12} testid="large-leaderboard" />
      </Full>
    );
  }
  const whose = now.showing;
  const session = whose === "teacher" ? now.session : pupilsById.value.get(whose ?? "")?.session;
  if (whose === null || session === undefined) return null;
  const name =
    whose === "teacher"
      ? t("room.screen.teacher")
      : t("room.screen", { nickname: shownName() ?? "" });
  return (
    <Full title={name}>
      <iframe
        key={session}
        class="screen"
        name="projected"
        title={name}
        src={addressOfEmbedded(inClass(session))}
      />
    </Full>
  );
}

const Full = (props: { readonly title: string; readonly children: ComponentChildren }) => (
  <Sheet whole class="projection" testid="projection" title={props.title} onClose={close}>
    <div class="projection-body">{props.children}</div>
  </Sheet>
);
