/**
 * One color for one meaning: signed values run from blue through a neutral that is the theme's
 * paper to orange; classes have colors and marks of their own (`class-signs`). Mixing happens in
 * OKLab (Ottosson, 2020), so equal steps look equal.
 */

export type Theme = "light" | "dark";
export type Rgb = readonly [number, number, number];

const NEGATIVE: Record<Theme, Rgb> = { light: [8, 104, 172], dark: [84, 170, 240] };
const POSITIVE: Record<Theme, Rgb> = { light: [226, 112, 18], dark: [250, 154, 62] };
const NEUTRAL: Record<Theme, Rgb> = { light: [246, 246, 244], dark: [27, 30, 35] };

/** The ends of the signed map, which are the colors of the first two classes. */
export const ENDS: Record<Theme, readonly [negative: Rgb, positive: Rgb]> = {
  light: [NEGATIVE.light, POSITIVE.light],
  dark: [NEGATIVE.dark, POSITIVE.dark],
};

type Lab = readonly [number, number, number];

const linear = (value: number) => {
  const part = value / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
};

const gamma = (value: number) => {
  const part = value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;
  return Math.round(Math.max(0, Math.min(1, part)) * 255);
};

/** Lightness and two opponent axes in OKLab. */
export function toLab([red, green, blue]: Rgb): Lab {
  const [r, g, b] = [linear(red), linear(green), linear(blue)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function toRgb([light, a, b]: Lab): Rgb {
  const l = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (light - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** The color `part` of the way from one to the other, 0 to 1. */
export function mix(from: Rgb, to: Rgb, part: number): Rgb {
  const [start, end] = [toLab(from), toLab(to)];
  return toRgb([
    start[0] + (end[0] - start[0]) * part,
    start[1] + (end[1] - start[1]) * part,
    start[2] + (end[2] - start[2]) * part,
  ]);
}

export const css = ([red, green, blue]: Rgb, alpha = 1) =>
  `rgb(${red} ${green} ${blue} / ${alpha})`;

/** Black or white, whichever is read better on a color (relative luminance of WCAG 2). */
export function inkOn([red, green, blue]: Rgb): "#000" | "#fff" {
  const light = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  return (light + 0.05) / 0.05 > 1.05 / (light + 0.05) ? "#000" : "#fff";
}

/** The color of a signed value in −1…1. */
export function signed(value: number, theme: Theme): Rgb {
  const end = value < 0 ? NEGATIVE[theme] : POSITIVE[theme];
  return mix(NEUTRAL[theme], end, Math.min(1, Math.abs(value)));
}

const DEEP: Record<Theme, Rgb> = { light: [84, 39, 136], dark: [196, 160, 255] };

/** From the theme's paper to a deep violet, 0 to 1: an amount, which has no sign and no class. */
export const amount = (part: number, theme: Theme): Rgb =>
  mix(NEUTRAL[theme], DEEP[theme], Math.max(0, Math.min(1, part)));

export const neutral = (theme: Theme): Rgb => NEUTRAL[theme];

/** A color as a pixel of little-endian `ImageData`: 0xAABBGGRR. */
export const pixel = ([red, green, blue]: Rgb) =>
  ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;

function memo<Made>(make: (theme: Theme) => Made): (theme: Theme) => Made {
  const made: Partial<Record<Theme, Made>> = {};
  return (theme) => {
    made[theme] ??= make(theme);
    return made[theme];
  };
}

/** 256 pixels from −1 to +1: byte 127.5 is zero and neutral. */
export const signedPixels = memo((theme) =>
  Uint32Array.from({ length: 256 }, (_, byte) => pixel(signed((byte - 127.5) / 127.5, theme))),
);

/** 256 pixels from paper to ink: the brightness of an image's pixel. */
export const grayPixels = memo((theme) => {
  const ink: Rgb = theme === "light" ? [16, 18, 22] : [244, 245, 247];
  return Uint32Array.from({ length: 256 }, (_, byte) =>
    pixel(mix(NEUTRAL[theme], ink, byte / 255)),
  );
});
