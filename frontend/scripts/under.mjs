/**
 * Sheets say `:where([data-under~="700"])` where a window of so many pixels of usual type is meant:
 * the page keeps that attribute where type is larger than usual (`state/view/room.ts`). Where it is
 * usual the window's own width tells, at once and without a script: each such rule is copied into a
 * media query.
 */
const PREFIX = /^:where\(((?:[^()]|\([^()]*\))*)\)\s*/;
const WIDTH = /^\[data-under~="(\d+)"\](?::not\(\[data-under~="(\d+)"\]\))?$/;
const LOW = '[data-under~="low"]';

/** The media query that says what one alternative of a prefix says; null where none does. */
function queryOf(alternative) {
  if (alternative === LOW) return "(max-height: 400px)";
  const found = WIDTH.exec(alternative);
  if (found === null) return null;
  const [, most, least] = found;
  return `(max-width: ${most}px)${least === undefined ? "" : ` and (min-width: ${least}.02px)`}`;
}

/** The selectors of a rule by the media query under which they hold as well. */
function copies(selectors) {
  const found = new Map();
  for (const selector of selectors) {
    const [prefix, alternatives] = PREFIX.exec(selector) ?? [];
    if (alternatives === undefined) continue;
    const queries = alternatives.split(/,\s*/).map(queryOf);
    const query = queries.filter((each) => each !== null).join(", ");
    if (query === "") continue;
    found.set(query, [...(found.get(query) ?? []), selector.slice(prefix.length)]);
  }
  return found;
}

export const under = {
  postcssPlugin: "under",
  OnceExit(root, { AtRule }) {
    root.walkRules((rule) => {
      for (const [query, selectors] of copies(rule.selectors)) {
        const media = new AtRule({ name: "media", params: query });
        media.append(rule.clone({ selectors }));
        rule.after(media);
      }
    });
  },
};
