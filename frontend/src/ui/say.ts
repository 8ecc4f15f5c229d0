/**
 * What is said to ears that nobody has asked for, in one place and at a bounded rate: of what comes
 * close together the last word of each kind is said, all of it at once.
 */

/** Said once nothing more has come for so long, and no later than after the other. */
const QUIET_MS = 500;
const LONGEST_MS = 3000;
/** More sentences than this nobody hears out. */
const MAX_SENTENCES = 4;

const region = document.createElement("div");
region.className = "visually-hidden";
region.dataset.testid = "said";
region.setAttribute("role", "status");
document.body.append(region);

let waiting = new Map<string, string>();
let since = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says a sentence; a later one of the same kind takes the place of one that still waits. */
export function say(sentence: string, kind: string = sentence): void {
  const now = Date.now();
  if (waiting.size === 0) since = now;
  waiting.delete(kind);
  waiting.set(kind, sentence);
  clearTimeout(timer);
  timer = setTimeout(flush, Math.max(0, Math.min(QUIET_MS, since + LONGEST_MS - now)));
}

function flush(): void {
  // A new element each time: a sentence that is the same as the last one is said again.
  const words = document.createElement("p");
  words.textContent = [...waiting.values()].slice(-MAX_SENTENCES).join(" ");
  waiting = new Map();
  region.replaceChildren(words);
}
