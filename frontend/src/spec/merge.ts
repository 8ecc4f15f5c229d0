/** Two changes of one document put together, as the server does: `spec/merge.py`. */

type Json = unknown;
type Items = ReadonlyMap<string, Json>;

/** A field that both have changed, and differently; undefined where a side has it no more. */
export interface Crossing {
  /** Into theirs; what theirs has no more is named by the object or list that held it. */
  readonly pointer: string;
  readonly theirs: Json;
  readonly mine: Json;
}

export interface Merged<Document> {
  readonly document: Document;
  readonly conflicts: readonly Crossing[];
}

interface Deal {
  readonly prefer: "theirs" | "mine";
  readonly conflicts: Crossing[];
}

/** What both have made of `base`; where that cannot be, it is as `prefer` has it. */
export function merge<Document>(
  base: Document,
  theirs: Document,
  mine: Document,
  prefer: Deal["prefer"] = "theirs",
): Merged<Document> {
  const deal: Deal = { prefer, conflicts: [] };
  const document = merged(base, theirs, mine, "", "", deal) as Document;
  return { document, conflicts: deal.conflicts };
}

/** JSON pointers, into `after`, of what is different there. */
export function changed(before: Json, after: Json, at = ""): string[] {
  if (same(before, after)) return [];
  if (isObject(before) && isObject(after) && before.kind === after.kind) {
    const gone = Object.keys(before).some((key) => !(key in after)) ? [at] : [];
    const inside = Object.entries(after).flatMap(([key, value]) =>
      changed(before[key], value, `${at}/${escaped(key)}`),
    );
    return [...gone, ...inside];
  }
  const [old, now] = [items(before), items(after)];
  if (old === null || now === null || old.size + now.size === 0) return [at];
  const order = (one: Items, other: Items) => [...one.keys()].filter((id) => other.has(id)).join();
  const isMoved = order(old, now) !== order(now, old);
  const isShorter = [...old.keys()].some((id) => !now.has(id));
  const inside = [...now].flatMap(([id, item], place) =>
    changed(old.get(id), item, `${at}/${place}`),
  );
  return [...(isMoved || isShorter ? [at] : []), ...inside];
}

function merged(
  base: Json,
  theirs: Json,
  mine: Json,
  at: string,
  holder: string,
  deal: Deal,
): Json {
  if (same(mine, base) || same(mine, theirs)) return theirs;
  if (same(theirs, base)) return mine;
  if (isObject(theirs) && isObject(mine) && (base === undefined || isObject(base))) {
    const found: Record<string, Json> = {};
    for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
      const place = `${at}/${escaped(key)}`;
      const value = merged(base?.[key], theirs[key], mine[key], place, at, deal);
      if (value !== undefined) found[key] = value;
    }
    return found;
  }
  const [one, two, three] = [items(base === undefined ? [] : base), items(theirs), items(mine)];
  if (one !== null && two !== null && three !== null && two.size + three.size > 0)
    return lists(one, two, three, at, deal);
  return crossing(theirs === undefined ? holder : at, theirs, mine, deal);
}

function crossing(pointer: string, theirs: Json, mine: Json, deal: Deal): Json {
  deal.conflicts.push({ pointer, theirs, mine });
  return deal.prefer === "mine" ? mine : theirs;
}

function lists(base: Items, theirs: Items, mine: Items, at: string, deal: Deal): Json[] {
  const places = new Map([...theirs.keys()].map((id, place) => [id, place]));
  const found = new Map<string, Json>();
  for (const id of new Set([...theirs.keys(), ...mine.keys()])) {
    const place = places.get(id);
    const pointer = place === undefined ? at : `${at}/${place}`;
    const item = merged(base.get(id), theirs.get(id), mine.get(id), pointer, at, deal);
    if (item !== undefined) found.set(id, item);
  }
  return order(base, theirs, mine, at, deal).flatMap((id) =>
    found.has(id) ? [found.get(id)] : [],
  );
}

/** Items that both sides have give the order; every other item follows the nearest shared one before it. */
function order(base: Items, theirs: Items, mine: Items, at: string, deal: Deal): string[] {
  const within = (one: Items, other: Items) => [...one.keys()].filter((id) => other.has(id));
  let shared = within(theirs, mine);
  const here = within(mine, theirs);
  if (shared.join() !== here.join()) {
    const known = [...base.keys()].filter((id) => theirs.has(id) && mine.has(id));
    if (shared.join() === known.join()) shared = here;
    else if (here.join() !== known.join()) shared = crossing(at, shared, here, deal) as string[];
  }
  const [after, before] = [followers(theirs, shared), followers(mine, shared)];
  return [null, ...shared].flatMap((leader) => {
    const runs = [after.get(leader) ?? [], before.get(leader) ?? []];
    // Whoever came first: two runs stand in one order.
    runs.sort(([one = ""], [other = ""]) => (one < other ? -1 : 1));
    return [...(leader === null ? [] : [leader]), ...new Set(runs.flat())];
  });
}

/** The items that are not shared, by the nearest shared one before them. */
function followers(all: Items, shared: readonly string[]): ReadonlyMap<string | null, string[]> {
  let leader: string | null = null;
  const found = new Map<string | null, string[]>();
  for (const id of all.keys()) {
    if (shared.includes(id)) leader = id;
    else found.set(leader, [...(found.get(leader) ?? []), id]);
  }
  return found;
}

/** A list's items by who they are; null where that cannot be told of each. */
function items(node: Json): Items | null {
  if (!Array.isArray(node)) return null;
  const found = new Map<string, Json>();
  for (const item of node) {
    const id = identity(item);
    if (id === null || found.has(id)) return null;
    found.set(id, item);
  }
  return found;
}

function identity(item: Json): string | null {
  if (!isObject(item)) return null;
  if (typeof item.id === "string") return item.id;
  const { source, target } = item;
  return typeof source === "string" && typeof target === "string" ? `${source} ${target}` : null;
}

const isObject = (node: Json): node is Record<string, Json> =>
  typeof node === "object" && node !== null && !Array.isArray(node);

function same(one: Json, other: Json): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, place) => same(item, other[place]));
  if (!isObject(one) || !isObject(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && same(one[key], other[key]))
  );
}

const escaped = (key: string) => key.replaceAll("~", "~0").replaceAll("/", "~1");
