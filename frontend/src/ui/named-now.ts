/** A name with numbers in it that are those of now: it is made when the focus comes, and not kept up. */
interface FocusedElement {
  readonly currentTarget: Element;
}

/** The name at rest, and the one that is read out when the focus comes. */
export const namedNow = (rest: string, now: () => string) => ({
  "aria-label": rest,
  onFocus: ({ currentTarget }: FocusedElement) => currentTarget.setAttribute("aria-label", now()),
  onBlur: ({ currentTarget }: FocusedElement) => currentTarget.setAttribute("aria-label", rest),
});

/** A picture that can be asked for its numbers: Tab stops at it, and its name ends with them. */
export const toldNow = (name: string, tell: () => string) => ({
  tabIndex: 0,
  ...namedNow(name, () => `${name}. ${tell()}`),
});
