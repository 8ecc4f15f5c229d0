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
  return {
    ink: token("--ink", "#222"),
    soft: token("--ink-soft", "#666"),
    line: token("--line", "#ccc"),
    paper: token("--panel", "#fff"),
    font: token("--font", "system-ui, sans-serif").replace(/\s+/g, " "),
    small: Number.parseFloat(style.fontSize || "13") * Number(token("--small", "0.85")),
  };
}

export const typeface = ({ small, font }: Inks) => `${small}px ${font}`;
