/** The branches of the session's past, as the server has told them last. */
import { effect, signal } from "@preact/signals";
import { type Branches, fetchBranches } from "../../wire/branches";
import { access, playing, status } from "../sync/session";

const SOON_MS = 100;
const AGAIN_MS = 2000;

export const branches = signal<Branches | null>(null);
/** Whether they could not be fetched when they were last asked for. */
export const areBranchesMissing = signal(false);

let asked = 0;

async function ask(): Promise<void> {
  const to = access.peek();
  if (to === null) return;
  const number = ++asked;
  const found = await fetchBranches(to).catch(() => null);
  if (number !== asked || access.peek()?.id !== to.id) return;
  areBranchesMissing.value = found === null;
  if (found !== null) branches.value = found;
}

/** Asks whenever another branch begins; where `often`, while training goes on too. Returns the way out. */
export function followBranches(often = false): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let of: string | undefined;
  const stop = effect(() => {
    const [id, branch, goesOn] = [access.value?.id, status.value?.branch, playing.value];
    if (id !== of) branches.value = null;
    of = id;
    clearTimeout(timer);
    if (id === undefined || branch === undefined) return;
    const again = () => {
      void ask();
      if (often && goesOn) timer = setTimeout(again, AGAIN_MS);
    };
    timer = setTimeout(again, SOON_MS);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
