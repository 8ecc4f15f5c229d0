/** What this browser has of classes: the seats of pupils and the tokens of teachers. */
import type { Wire } from "../wire/generated";

/** A pupil's place in a class. `token` is theirs in it, `session` the one they work in. */
export interface Seat {
  readonly classroom: string;
  readonly code: string;
  readonly pupil: string;
  readonly nickname: string;
  readonly token: string;
  readonly session: { readonly id: string; readonly token: string };
  /** The class is over, or they were taken out of it: what is left is their work. */
  readonly isPast?: boolean;
}

export interface Taught {
  readonly id: string;
  readonly code: string;
  readonly token: string;
  /** When it ends, in seconds since 1970. */
  readonly until: number;
}

const SEAT = "class seat";
const SEATS = "class seats";
const TAUGHT = "classes taught";
const MAX = 8;

/** As the server writes codes, however they were typed. */
export const plainCode = (code: string) => code.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");

/** Parted, so that it can be read aloud and typed: "CDF GHJ". */
export const readableCode = (code: string) => code.replace(/^(.{3})(.{3})$/, "$1 $2");

/** Storage may be refused: then a reload begins anew. */
function read<Value>(storage: () => Storage, key: string, otherwise: Value): Value {
  try {
    return (JSON.parse(storage().getItem(key) ?? "null") as Value | null) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function write(storage: () => Storage, key: string, value: unknown): void {
  try {
    storage().setItem(key, JSON.stringify(value));
  } catch {}
}

const here = () => sessionStorage;
const kept = () => localStorage;

export function seatOf(joined: Wire["Joined"], code: string): Seat {
  const { classroom, pupil, nickname, token, made } = joined;
  return {
    classroom,
    code: plainCode(code),
    pupil,
    nickname,
    token,
    session: { id: made.id, token: made.links.edit ?? made.links.view },
  };
}

/** This tab is the pupil's; another tab of the browser may go on as them. */
export function keepSeat(seat: Seat): void {
  write(here, SEAT, seat);
  const others = read<Seat[]>(kept, SEATS, []).filter(({ pupil }) => pupil !== seat.pupil);
  write(kept, SEATS, [seat, ...others].slice(0, MAX));
}

/** The seat of this very tab in the class with this code. */
export function seatHere(code: string): Seat | null {
  const seat = read<Seat | null>(here, SEAT, null);
  return seat?.code === plainCode(code) ? seat : null;
}

/** The seats that this browser had in the class with this code, the newest first. */
export const seatsBefore = (code: string): readonly Seat[] =>
  read<Seat[]>(kept, SEATS, []).filter((seat) => seat.code === plainCode(code));

/** Back to the door: the seat stays, to come back to. */
export function standUp(): void {
  try {
    sessionStorage.removeItem(SEAT);
  } catch {}
}

/** Its session is gone: there is nothing to come back to. */
export function leaveSeat({ pupil }: Seat): void {
  standUp();
  write(
    kept,
    SEATS,
    read<Seat[]>(kept, SEATS, []).filter((seat) => seat.pupil !== pupil),
  );
}

export function keepTaught(one: Taught): void {
  const others = classesTaught().filter(({ id }) => id !== one.id);
  write(kept, TAUGHT, [one, ...others].slice(0, MAX));
}

/** Those that have not ended by themselves. */
export const classesTaught = (now = Date.now() / 1000): readonly Taught[] =>
  read<Taught[]>(kept, TAUGHT, []).filter(({ until }) => until > now);

export function forgetTaught(id: string): void {
  write(
    kept,
    TAUGHT,
    classesTaught().filter((one) => one.id !== id),
  );
}

export const addressOfClass = ({ id, token }: Pick<Taught, "id" | "token">) =>
  `/class/${id}#${token}`;
export const joinPath = (code: string) => `/join/${code}`;

/** Other devices cannot open an address of this machine alone. */
export const isOnlyHere = (hostname: string) =>
  hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
