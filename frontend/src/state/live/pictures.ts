/** Every picture on the page that can be saved, by its name: painted anew, larger or as an SVG. */
import { signal } from "@preact/signals";
import type { Drawing } from "../../plots/surface";
import { svgOf } from "../../plots/svg";

export type PictureFormat = "png" | "svg";
export type Picture = (format: PictureFormat) => Promise<Blob>;

/** A saved picture has this many pixels for each on the page. */
const SCALE = 2;

/** The names of the pictures that are on the page now, in the order in which they came. */
export const pictures = signal<ReadonlyMap<string, Picture>>(new Map());

/** Keeps a picture to be saved under a name. Returns the way out. */
export function keepPicture(name: string, picture: Picture): () => void {
  pictures.value = new Map(pictures.peek()).set(name, picture);
  return () => {
    if (pictures.peek().get(name) !== picture) return;
    const left = new Map(pictures.peek());
    left.delete(name);
    pictures.value = left;
  };
}

export interface Painted {
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly paper: string;
  readonly paint: (onto: Drawing) => void;
}

/** A picture that painters make. Null, and so an error that names it, where there is nothing yet. */
export const painted =
  (make: () => Painted | null): Picture =>
  async (format) => {
    const now = make();
    if (now === null || now.width < 1 || now.height < 1) throw new Error("no picture yet");
    return format === "svg" ? asSvg(now) : asPng(now);
  };

function asSvg({ width, height, paper, paint }: Painted): Blob {
  return new Blob([svgOf(width, height, paper, paint)], { type: "image/svg+xml" });
}

function asPng({ width, height, paper, paint }: Painted): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * SCALE);
  canvas.height = Math.round(height * SCALE);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("no canvas to paint on");
  context.scale(SCALE, SCALE);
  context.fillStyle = paper;
  context.fillRect(0, 0, width, height);
  paint({ context, width, height });
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error("no picture")) : resolve(blob)));
  });
}

/** Hands a file to the browser's downloads. */
export function download(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The download has begun by then; the address would keep the file in memory.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** "Two spirals!" as a file's name: "two-spirals". Letters of any script stay. */
export function fileName(title: string, otherwise: string): string {
  const plain = title
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  return plain.slice(0, 60) || otherwise;
}
