/** The pupil at this page: their session and what they tell their class. */
import { effect, signal } from "@preact/signals";
import { membership } from "../state/people/membership";
import { join } from "../state/sync/connection";
import { deliver } from "../state/sync/delivery";
import { newRequest } from "../state/sync/outbox";
import { problem } from "../state/sync/session";
import { followFarewell } from "../state/sync/shared";
import { watchWhatIsSeen } from "../state/view/view";
import { joinClass, raiseHand, takeSeat } from "../wire/classroom";
import { forgetPupil, keepPupil, type Pupil, plainCode, pupilOf } from "./class-storage";

/** Null until somebody has joined as one. */
export const pupil = signal<Pupil | null>(null);

/** What was asked last, so that to ask the same again makes no second seat. */
let joining = { what: "", request: "" };

/** A new pupil of the class with this code. Throws `Refusal`, and what else the network throws. */
export async function joinAsPupil(code: string, nickname: string): Promise<Pupil> {
  const what = `${plainCode(code)} ${nickname.trim()}`;
  if (joining.what !== what) joining = { what, request: newRequest() };
  const joined = pupilOf(await joinClass(code, nickname.trim(), joining.request), code);
  keepPupil(joined);
  return joined;
}

/** The pupil whose seat has this code, from now on on this device. Throws the same. */
export async function sitAsPupil(code: string, seat: string): Promise<Pupil> {
  const joined = pupilOf(await takeSeat(code, seat), code);
  keepPupil(joined);
  return joined;
}

/** Opens the pupil's session on this page. Call once. */
export function openAsPupil(joined: Pupil): void {
  keepPupil(joined);
  pupil.value = joined;
  watchWhatIsSeen();
  join(joined.session);
  followFarewell(() => {
    // Gone before anything of it was seen: the door is where to begin.
    forgetPupil(joined);
    location.reload();
  });
  effect(() => {
    const now = membership.value;
    if (now === null) return;
    if (now.over === (joined.isPast ?? false) && now.nickname === joined.nickname) return;
    keepPupil({ ...joined, nickname: now.nickname, isPast: now.over });
  });
}

let before: Promise<unknown> = Promise.resolve();

/** In the order of the clicks, each until the server has answered. */
export function raise(raised: boolean): Promise<void> {
  const made = Date.now();
  const told = before.then(async () => {
    const here = pupil.peek();
    if (here === null) return;
    const to = { id: here.classroom, token: here.token };
    const why = await deliver(() => raiseHand(to, raised), made);
    if (why !== null) problem.value = why.problem;
  });
  before = told;
  return told;
}
