/** Classes that this browser remembers: its pupils and the tokens of teachers. */
import type { Wire } from "../wire/generated";

/** A pupil of a class. `token` is theirs in it, `session` the one they work in. */
export interface Pupil {
  readonly classroom: string;
  readonly code: string;
  readonly pupil: string;
  readonly nickname: string;
  readonly token: string;
  readonly session: { readonly id: string; readonly token: string };
  /** The class is over, or they were taken out of it: what is left is their work. */
  readonly isPast?: boolean;
}

/** A class that was opened from this browser. */
export interface TaughtClass {
  readonly id: string;
  readonly code: string;
  readonly token: string;
  /** When it ends, in seconds since 1970. */
  readonly until: number;
}

/** Storage keys, the same since the first version. */
const PUPIL = "class seat";
const PUPILS = "class seats";
const TAUGHT = "classes taught";
const MAX = 8;

/** Normalizes a typed code to the form in which the server writes it. */
export const plainCode = (code: string) => code.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");

/** Puts a space in the middle of a code, so that it is easy to read aloud: "CDF GHJ". */
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

const tabStorage = () => sessionStorage;
const browserStorage = () => localStorage;

export function pupilOf(joined: Wire["Joined"], code: string): Pupil {
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
export function keepPupil(pupil: Pupil): void {
  write(tabStorage, PUPIL, pupil);
  const others = read<Pupil[]>(browserStorage, PUPILS, []).filter(
    (other) => other.pupil !== pupil.pupil,
  );
  write(browserStorage, PUPILS, [pupil, ...others].slice(0, MAX));
}

/** The pupil of this very tab in the class with this code. */
export function pupilHere(code: string): Pupil | null {
  const pupil = read<Pupil | null>(tabStorage, PUPIL, null);
  return pupil?.code === plainCode(code) ? pupil : null;
}

/** The pupils that this browser was in the class with this code, the newest first. */
export const pupilsBefore = (code: string): readonly Pupil[] =>
  read<Pupil[]>(browserStorage, PUPILS, []).filter((pupil) => pupil.code === plainCode(code));

/** Lets this tab leave the class; the browser still remembers the pupil, to come back as. */
export function leaveInThisTab(): void {
  try {
    sessionStorage.removeItem(PUPIL);
  } catch {}
}

/** Forgets a pupil whose session is gone. */
export function forgetPupil({ pupil }: Pupil): void {
  leaveInThisTab();
  write(
    browserStorage,
    PUPILS,
    read<Pupil[]>(browserStorage, PUPILS, []).filter((other) => other.pupil !== pupil),
  );
}

export function keepTaught(one: TaughtClass): void {
  const others = classesTaught().filter(({ id }) => id !== one.id);
  write(browserStorage, TAUGHT, [one, ...others].slice(0, MAX));
}

/** The classes taught from this browser that have not ended by themselves. */
export const classesTaught = (now = Date.now() / 1000): readonly TaughtClass[] =>
  read<TaughtClass[]>(browserStorage, TAUGHT, []).filter(({ until }) => until > now);

export function forgetTaught(id: string): void {
  write(
    browserStorage,
    TAUGHT,
    classesTaught().filter((one) => one.id !== id),
  );
}

export const addressOfClass = ({ id, token }: Pick<TaughtClass, "id" | "token">) =>
  `/class/${id}#${token}`;
export const joinPath = (code: string) => `/join/${code}`;
/** The seat's code goes behind the hash: it is sent to no server by being opened, and stands in no log. */
export const seatPath = (code: string, seat: string) => `${joinPath(code)}#${seat}`;

/** Other devices cannot open an address of this machine alone. */
export const isOnlyHere = (hostname: string) =>
  hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
