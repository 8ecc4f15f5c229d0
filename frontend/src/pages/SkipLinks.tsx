/** The first stops of the page: straight to what is meant, past all that is before it. */
import { type Key, t } from "../i18n";
import { drawerOpen } from "../state/view/view";
import { focusables } from "../ui/focus";
import "./SkipLinks.css";

interface SkipLink {
  readonly name: Key;
  /** The part of the page, by its id. */
  readonly to: string;
  /** What in it takes the focus; else the first that can. */
  readonly first?: string;
  readonly inDrawer?: boolean;
}

const LINKS: readonly SkipLink[] = [
  { name: "skip.to.diagram", to: "diagram", first: '[tabindex="0"]' },
  { name: "skip.to.result", to: "outcome", first: '.result-body [tabindex="0"]' },
  { name: "skip.to.data", to: "data", inDrawer: true },
  { name: "skip.to.training", to: "training", inDrawer: true },
  { name: "skip.to.transport", to: "transport" },
  { name: "skip.to.time", to: "timeline" },
];

function go({ to, first, inDrawer = false }: SkipLink): void {
  const drawer = document.querySelector(".drawer-button");
  if (inDrawer && drawer?.checkVisibility()) drawerOpen.value = true;
  // The drawer's own first field takes the focus as it opens: this comes after it.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const box = document.getElementById(to);
      const found = box === null ? [] : focusables(box).filter(({ tabIndex }) => tabIndex >= 0);
      const wanted = first === undefined ? undefined : box?.querySelector<HTMLElement>(first);
      (wanted ?? found[0])?.focus();
    }),
  );
}

export const SkipLinks = () => (
  <nav class="skip-links" aria-label={t("skip.links")}>
    {LINKS.map((link) => (
      <a
        key={link.to}
        href={`#${link.to}`}
        data-testid={`skip-to-${link.to}`}
        onClick={(event) => {
          // The address holds the set-up.
          event.preventDefault();
          go(link);
        }}
      >
        {t(link.name)}
      </a>
    ))}
  </nav>
);
