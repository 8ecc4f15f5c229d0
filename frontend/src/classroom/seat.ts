/** The pupil at this page: their session and what they tell their class. */
import { effect, signal } from "@preact/signals";
import { membership } from "../state/people/membership";
import { join } from "../state/sync/connection";
import { problem } from "../state/sync/session";
import { followFarewell } from "../state/sync/shared";
import { watchWhatIsSeen } from "../state/view/view";
import { Refusal } from "../wire/api";
import { joinClass, raiseHand } from "../wire/classroom";
import { keepSeat, leaveSeat, type Seat, seatOf } from "./seats";

/** Null until the pupil sits down. */
export const seat = signal<Seat | null>(null);

/** A seat in the class with this code. Throws `Refusal`, and what else the network throws. */
export async function takeSeat(code: string, nickname: string): Promise<Seat> {
  const taken = seatOf(await joinClass(code, nickname.trim()), code);
  keepSeat(taken);
  return taken;
}

/** Opens the pupil's session on this page. Call once. */
export function sitDown(taken: Seat): void {
  keepSeat(taken);
  seat.value = taken;
  watchWhatIsSeen();
  join(taken.session);
  followFarewell(() => {
    // Gone before anything of it was seen: the door is where to begin.
    leaveSeat(taken);
    location.reload();
  });
  effect(() => {
    const now = membership.value;
    if (now === null) return;
    if (now.over === (taken.isPast ?? false) && now.nickname === taken.nickname) return;
    keepSeat({ ...taken, nickname: now.nickname, isPast: now.over });
  });
}

export async function hold(raised: boolean): Promise<void> {
  const here = seat.peek();
  if (here === null) return;
  try {
    await raiseHand({ id: here.classroom, token: here.token }, raised);
  } catch (error) {
    if (error instanceof Refusal) problem.value = error.problem;
  }
}
