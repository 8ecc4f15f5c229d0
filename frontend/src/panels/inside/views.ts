/** The views of the inside of the network: the table is the folder `views/`, one file a view. */
import type { InsideView } from "./inside-view";

const files = import.meta.glob<{ readonly VIEW: InsideView }>("./views/*.tsx", { eager: true });

export const VIEWS: readonly InsideView[] = Object.values(files)
  .map(({ VIEW }) => VIEW)
  .sort((one, other) => one.place - other.place);

/** The view of that name, or the first where there is none. */
export const viewNamed = (name: string): InsideView | undefined =>
  VIEWS.find((view) => view.name === name) ?? VIEWS[0];
