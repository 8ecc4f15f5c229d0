/**
 * The page's commands on their way to the server: one at a time, so that they arrive in the order
 * in which they were given.
 */
import { type Access, sendCommand } from "../../wire/api";
import type { Command } from "../../wire/types";

/** An answer that does not come holds up what was asked after it for no longer. */
const PATIENCE_MS = 5000;

interface Waiting {
  readonly to: Access;
  command: Command;
  readonly answered: Promise<void>;
}

/** The one given last, until it is sent. */
let newest: Waiting | null = null;
let unanswered = 0;
let line: Promise<unknown> = Promise.resolve();

/** Resolves once the server has taken it. Throws `Refusal`, and what else the network throws. */
export function send(to: Access, command: Command): Promise<void> {
  const both = newest?.to === to ? together(newest.command, command) : null;
  if (newest !== null && both !== null) {
    newest.command = both;
    return newest.answered;
  }
  unanswered += 1;
  if (unanswered === 1) return inLine(sendCommand(to, command));
  const waiting: Waiting = {
    to,
    command,
    answered: inLine(
      line.then(() => {
        if (newest === waiting) newest = null;
        return sendCommand(to, waiting.command);
      }),
    ),
  };
  newest = waiting;
  return waiting.answered;
}

function inLine(answer: Promise<unknown>): Promise<void> {
  const answered = answer.then(() => {}).finally(() => (unanswered -= 1));
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  line = Promise.race([answered.catch(() => {}), patience]);
  return answered;
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
  const isOverruled = first.type === then.type && (then.type === "seek" || then.type === "pace");
  return isOverruled ? then : null;
}
