/** The theme's inks for canvases and charts, read from the page's tokens. */
export interface Inks {
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly paper: string;
  readonly font: string;
  /** The size of small text in CSS pixels: it follows the room. */
  readonly small: number;
}

export function readInks(): Inks {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string, otherwise: string) =>
    style.getPropertyValue(name).trim() || otherwise;
  if (matchMedia("(forced-colors: active)").matches) return { ...forced(), ...type(style, token) };
  return {
    ink: token("--ink", "#222"),
    soft: token("--ink-soft", "#666"),
    line: token("--line", "#ccc"),
    paper: token("--panel", "#fff"),
    ...type(style, token),
  };
}

const type = (
  { fontSize }: CSSStyleDeclaration,
  token: (name: string, otherwise: string) => string,
) => ({
  font: token("--font", "system-ui, sans-serif").replace(/\s+/g, " "),
  small: Number.parseFloat(fontSize || "13") * Number(token("--small", "0.85")),
});

/** Those that the system gives: a canvas knows no names for them. */
function forced(): Pick<Inks, "ink" | "soft" | "line" | "paper"> {
  const { color, backgroundColor } = getComputedStyle(document.body);
  return { ink: color, soft: color, line: color, paper: backgroundColor };
}

export const typeface = ({ small, font }: Inks) => `${small}px ${font}`;
