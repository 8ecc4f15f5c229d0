/** A canvas as sharp as the screen, drawn in CSS pixels. */

export interface Surface {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
}

/** What painters use of a canvas: just this much can be written down as an SVG too. */
export type Brush = Pick<
  CanvasRenderingContext2D,
  | "fillStyle"
  | "strokeStyle"
  | "lineWidth"
  | "globalAlpha"
  | "font"
  | "textAlign"
  | "textBaseline"
  | "imageSmoothingEnabled"
  | "imageSmoothingQuality"
  | "save"
  | "restore"
  | "translate"
  | "beginPath"
  | "closePath"
  | "moveTo"
  | "lineTo"
  | "bezierCurveTo"
  | "arc"
  | "rect"
  | "clip"
  | "setLineDash"
  | "fillRect"
  | "strokeRect"
  | "fillText"
  | "measureText"
> & {
  fill(): void;
  stroke(): void;
  drawImage(picture: HTMLCanvasElement, x: number, y: number, width: number, height: number): void;
  createLinearGradient(x0: number, y0: number, x1: number, y1: number): Gradient;
};

export type Gradient = Pick<CanvasGradient, "addColorStop">;

/** A surface to paint on, be it a canvas or an SVG in the making. */
export interface Drawing {
  readonly context: Brush;
  readonly width: number;
  readonly height: number;
}

/** Sizes the canvas's own pixels to `width` × `height` CSS pixels and clears it. Null: no 2-D. */
export function surface(canvas: HTMLCanvasElement, width: number, height: number): Surface | null {
  const ratio = Math.min(devicePixelRatio || 1, 3);
  const [columns, rows] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (columns < 1 || rows < 1) return null;
  if (canvas.width !== columns || canvas.height !== rows) {
    canvas.width = columns;
    canvas.height = rows;
  }
  const context = canvas.getContext("2d");
  if (context === null) return null;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

/** A picture of pixels kept beside the page, put in one go and then drawn at any size. */
export class Pixels {
  #canvas = document.createElement("canvas");
  #image: ImageData | null = null;
  #words = new Uint32Array(0);

  get canvas(): HTMLCanvasElement {
    return this.#canvas;
  }

  /** Lets `fill` write 0xAABBGGRR words of a `width` × `height` picture, then puts them. */
  put(width: number, height: number, fill: (words: Uint32Array) => void): void {
    if (this.#image === null || this.#image.width !== width || this.#image.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
      this.#image = new ImageData(width, height);
      this.#words = new Uint32Array(this.#image.data.buffer);
    }
    fill(this.#words);
    this.#canvas.getContext("2d")?.putImageData(this.#image, 0, 0);
  }
}
