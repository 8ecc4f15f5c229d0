/** One record of a view of the inside of the network: its tab, its panel and its probes. */
import type { ComponentChild } from "preact";
import type { Key } from "../../i18n";
import type { ProbeSpec } from "../../wire/types";

export interface InsideView {
  readonly name: string;
  /** Tabs stand in this order. */
  readonly place: number;
  readonly label: Key;
  readonly tip: Key;
  /** What it is drawn from, beside what the page always asks for; follows the signals that it reads. */
  readonly probes: () => readonly ProbeSpec[];
  readonly show: () => ComponentChild;
  /** Brings its code, where that is likely to be wanted: after the first picture, and not with it. */
  readonly soon?: () => Promise<unknown>;
}
