/**
 * The page's commands on their way to the server: one at a time, so that they arrive in the order
 * in which they were given, each until it is answered.
 */
import { effect } from "@preact/signals";
import { type Access, Refusal, sendCommand } from "../../wire/api";
import type { Command } from "../../wire/types";
import { deliver, isCutOff } from "./delivery";
import {
  commands,
  edits,
  newestNumber,
  newRequest,
  type WaitingCommand,
  whyUntaken,
} from "./outbox";

interface Asked {
  readonly answered: Promise<void>;
  /** Null is that it was carried out. */
  readonly settle: (why: Refusal | null) => void;
}

/** By the ids of the commands that wait. */
const asked = new Map<string, Asked>();
/** The one that was sent and may have arrived. */
let sent: WaitingCommand | null = null;
let working = false;

/** Its id, when it was given, after which edits, and whether it belongs to the last of them. */
export type Given = Pick<WaitingCommand, "request" | "made" | "after" | "ofEdit">;

/** Resolves once the server has taken it. `ofEdit` is the edit to which it belongs. Throws `Refusal`. */
export function send(
  to: Access,
  command: Command,
  given: Partial<Given> = {},
  ofEdit: number | null = given.ofEdit ? newestNumber() : null,
): Promise<void> {
  const last = commands.value.at(-1);
  const both =
    last !== undefined && last !== sent && last.to === to ? together(last.command, command) : null;
  const before = asked.get(last?.request ?? "");
  if (last !== undefined && both !== null && before !== undefined) {
    commands.value = commands.value.with(-1, { ...last, command: both });
    return before.answered;
  }
  return wait({
    to,
    command,
    request: given.request ?? newRequest(),
    made: given.made ?? Date.now(),
    after: given.after ?? ofEdit ?? newestNumber(),
    ofEdit: ofEdit !== null,
  });
}

function wait(command: WaitingCommand): Promise<void> {
  let settle: Asked["settle"] = () => {};
  const answered = new Promise<void>((resolve, reject) => {
    settle = (why) => (why === null ? resolve() : reject(why));
  });
  asked.set(command.request, { answered, settle });
  commands.value = [...commands.value, command];
  if (!working) void work();
  return answered;
}

async function work(): Promise<void> {
  working = true;
  for (let next = commands.value[0]; next !== undefined; next = commands.value[0]) {
    sent = next;
    const why = await outcome(next);
    sent = null;
    commands.value = commands.value.slice(1);
    asked.get(next.request)?.settle(why);
    asked.delete(next.request);
  }
  working = false;
}

/** Gives null once it is carried out, or why it is not. */
async function outcome({ to, command, request, made, after, ofEdit }: WaitingCommand) {
  if (ofEdit) await answeredUpTo(after);
  const untaken = ofEdit ? whyUntaken(after) : undefined;
  // A reset would lose what was learned, for a set-up that is not in force.
  if (untaken !== undefined) return new Refusal(untaken);
  return deliver(
    () => sendCommand(to, command, request),
    made,
    () =>
      // What was changed before it while the network was away goes before it, and so does what
      // makes the run another one.
      isCutOff.value || edits.value.some(({ by, number }) => by !== null && number <= after)
        ? answeredUpTo(after)
        : null,
  );
}

function answeredUpTo(number: number): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (edits.value.some((edit) => edit.number <= number && !edit.isRefused)) return;
      queueMicrotask(() => stop());
      resolve();
    });
  });
}

/** One command that does what the two would, one after the other; null where there is none. */
function together(first: Command, then: Command): Command | null {
  if (first.type === "step" && then.type === "step")
    return first.unit === then.unit
      ? { ...then, count: (first.count ?? 1) + (then.count ?? 1) }
      : null;
  if (first.type === "set_parameter" && then.type === "set_parameter")
    return first.layer === then.layer && first.unit === then.unit && first.input === then.input
      ? then
      : null;
  const isOverruled = first.type === then.type && (then.type === "look" || then.type === "pace");
  return isOverruled ? then : null;
}
