/** A brush that writes down what is painted, as an SVG. */
import type { Brush, Drawing, Gradient } from "./surface";

const escaped = (text: string) =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

/** Hundredths of a pixel are as fine as anybody sees. */
const short = (value: number) => String(Math.round(value * 100) / 100);

const ANCHORS: Readonly<Record<CanvasTextAlign, string>> = {
  left: "start",
  start: "start",
  center: "middle",
  right: "end",
  end: "end",
};

/** How far the baseline lies beneath where the text is put, in heights of the type. */
const BASELINES: Readonly<Record<CanvasTextBaseline, number>> = {
  top: 0.8,
  hanging: 0.8,
  middle: 0.35,
  alphabetic: 0,
  ideographic: -0.15,
  bottom: -0.2,
};

/** "rgb(8 104 172 / 0.5)" as drawing programs know it: a color and its strength. */
export function colorParts(color: string): { readonly color: string; readonly alpha: number } {
  const found = /^rgb\(\s*(\d+)\s+(\d+)\s+(\d+)\s*(?:\/\s*([\d.]+)\s*)?\)$/.exec(color);
  if (found === null) return { color, alpha: 1 };
  const [, red, green, blue, alpha] = found;
  return { color: `rgb(${red},${green},${blue})`, alpha: Number(alpha ?? 1) };
}

interface State {
  fillStyle: Brush["fillStyle"];
  strokeStyle: Brush["strokeStyle"];
  lineWidth: number;
  globalAlpha: number;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
  dash: readonly number[];
  /** Groups opened since the last save, to be closed by the restore. */
  groups: number;
}

class SvgGradient implements Gradient {
  readonly stops: string[] = [];
  addColorStop(offset: number, color: string): void {
    const { color: plain, alpha } = colorParts(color);
    this.stops.push(
      `<stop offset="${short(offset)}" stop-color="${plain}" stop-opacity="${alpha}"/>`,
    );
  }
}

class SvgBrush implements Brush {
  fillStyle: Brush["fillStyle"] = "#000";
  strokeStyle: Brush["strokeStyle"] = "#000";
  lineWidth = 1;
  globalAlpha = 1;
  font = "10px sans-serif";
  textAlign: CanvasTextAlign = "start";
  textBaseline: CanvasTextBaseline = "alphabetic";
  imageSmoothingEnabled = true;
  imageSmoothingQuality: ImageSmoothingQuality = "low";
  readonly parts: string[] = [];
  readonly definitions: string[] = [];
  readonly #gradients = new Map<SvgGradient, string>();
  #dash: readonly number[] = [];
  #groups = 0;
  #path: string[] = [];
  #saved: State[] = [];
  #measuring = document.createElement("canvas").getContext("2d");

  save(): void {
    const { fillStyle, strokeStyle, lineWidth, globalAlpha, font, textAlign, textBaseline } = this;
    const look = { fillStyle, strokeStyle, lineWidth, globalAlpha, font, textAlign, textBaseline };
    this.#saved.push({ ...look, dash: this.#dash, groups: this.#groups });
    this.#groups = 0;
  }

  restore(): void {
    const before = this.#saved.pop();
    if (before === undefined) return;
    this.parts.push("</g>".repeat(this.#groups));
    const { dash, groups, ...look } = before;
    Object.assign(this, look);
    this.#dash = dash;
    this.#groups = groups;
  }

  #group(attributes: string): void {
    this.parts.push(`<g ${attributes}>`);
    this.#groups += 1;
  }

  translate(x: number, y: number): void {
    this.#group(`transform="translate(${short(x)} ${short(y)})"`);
  }

  beginPath(): void {
    this.#path = [];
  }
  closePath(): void {
    this.#path.push("Z");
  }
  moveTo(x: number, y: number): void {
    this.#path.push(`M${short(x)} ${short(y)}`);
  }
  lineTo(x: number, y: number): void {
    this.#path.push(`${this.#path.length === 0 ? "M" : "L"}${short(x)} ${short(y)}`);
  }
  bezierCurveTo(...points: [number, number, number, number, number, number]): void {
    this.#path.push(`C${points.map(short).join(" ")}`);
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.#path.push(`M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}Z`);
  }

  /** Whole circles only: nothing painted here has part of one. */
  arc(x: number, y: number, radius: number): void {
    const [left, across] = [short(x - radius), short(2 * radius)];
    const turn = `a${short(radius)} ${short(radius)} 0 1 0`;
    this.#path.push(`M${left} ${short(y)}${turn} ${across} 0${turn} -${across} 0Z`);
  }

  clip(): void {
    const id = `clip${this.definitions.length}`;
    this.definitions.push(`<clipPath id="${id}"><path d="${this.#path.join("")}"/></clipPath>`);
    this.#group(`clip-path="url(#${id})"`);
  }

  setLineDash(dash: readonly number[]): void {
    this.#dash = [...dash];
  }

  /** A gradient takes its stops after it is made, so it is written down when it is first used. */
  #paint(kind: "fill" | "stroke", style: Brush["fillStyle"]): string {
    if (style instanceof SvgGradient) {
      return `${kind}="url(#${this.#gradients.get(style)})"`;
    }
    const { color, alpha } = colorParts(String(style));
    const strength = alpha * this.globalAlpha;
    return `${kind}="${escaped(color)}"${strength < 1 ? ` ${kind}-opacity="${short(strength)}"` : ""}`;
  }

  #line(): string {
    const dash = this.#dash.length > 0 ? ` stroke-dasharray="${this.#dash.join(" ")}"` : "";
    return `fill="none" ${this.#paint("stroke", this.strokeStyle)} stroke-width="${short(this.lineWidth)}"${dash}`;
  }

  fill(): void {
    this.parts.push(`<path d="${this.#path.join("")}" ${this.#paint("fill", this.fillStyle)}/>`);
  }
  stroke(): void {
    this.parts.push(`<path d="${this.#path.join("")}" ${this.#line()}/>`);
  }

  #box(x: number, y: number, width: number, height: number, style: string): void {
    const place = `x="${short(x)}" y="${short(y)}"`;
    this.parts.push(`<rect ${place} width="${short(width)}" height="${short(height)}" ${style}/>`);
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    this.#box(x, y, width, height, this.#paint("fill", this.fillStyle));
  }
  strokeRect(x: number, y: number, width: number, height: number): void {
    this.#box(x, y, width, height, this.#line());
  }

  fillText(text: string, x: number, y: number): void {
    const found = /^(?:(\w+) )?([\d.]+)px (.+)$/.exec(this.font);
    const [, weight = "normal", size = "10", family = "sans-serif"] = found ?? [];
    const base = y + BASELINES[this.textBaseline] * Number(size);
    this.parts.push(
      `<text x="${short(x)}" y="${short(base)}" text-anchor="${ANCHORS[this.textAlign]}"`,
      ` font-family="${escaped(family)}" font-size="${size}" font-weight="${weight}"`,
      ` ${this.#paint("fill", this.fillStyle)}>${escaped(text)}</text>`,
    );
  }

  measureText(text: string): TextMetrics {
    if (this.#measuring === null) return { width: text.length * 6 } as TextMetrics;
    this.#measuring.font = this.font;
    return this.#measuring.measureText(text);
  }

  drawImage(picture: HTMLCanvasElement, x: number, y: number, width: number, height: number): void {
    const place = `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`;
    const look = this.imageSmoothingEnabled ? "" : ' image-rendering="pixelated"';
    const strength = this.globalAlpha < 1 ? ` opacity="${short(this.globalAlpha)}"` : "";
    this.parts.push(
      `<image ${place} preserveAspectRatio="none"${look}${strength} href="${picture.toDataURL()}"/>`,
    );
  }

  createLinearGradient(x0: number, y0: number, x1: number, y1: number): SvgGradient {
    const made = new SvgGradient();
    const id = `ramp${this.#gradients.size}`;
    this.#gradients.set(made, id);
    const ends = `x1="${short(x0)}" y1="${short(y0)}" x2="${short(x1)}" y2="${short(y1)}"`;
    this.#ramps.push(
      () =>
        `<linearGradient id="${id}" gradientUnits="userSpaceOnUse" ${ends}>${made.stops.join("")}</linearGradient>`,
    );
    return made;
  }
  #ramps: (() => string)[] = [];

  /** All that was painted, on its paper. */
  written(width: number, height: number, paper: string): string {
    const open = [...this.#saved.map(({ groups }) => groups), this.#groups];
    const closing = "</g>".repeat(open.reduce((sum, each) => sum + each, 0));
    const size = `width="${short(width)}" height="${short(height)}"`;
    const definitions = [...this.definitions, ...this.#ramps.map((write) => write())].join("");
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${short(width)} ${short(height)}">`,
      `<defs>${definitions}</defs><rect ${size} fill="${escaped(paper)}"/>`,
      ...this.parts,
      `${closing}</svg>`,
    ].join("");
  }
}

/** What `paint` paints, as the text of an SVG of that size. */
export function svgOf(
  width: number,
  height: number,
  paper: string,
  paint: (onto: Drawing) => void,
): string {
  const context = new SvgBrush();
  paint({ context, width, height });
  return context.written(width, height, paper);
}
