/**
 * What a class looks like, by its number and everywhere the same: a hue, and a mark beside it. Ten
 * hues are as many as all eyes tell apart, color-blind ones too, so from the eleventh class on hues
 * come again with other marks: a hundred classes differ in hue or mark. Names: `i18n/classes`.
 */
import { css, ENDS, mix, neutral, pixel, type Rgb, type Theme } from "./colors";
import type { Brush } from "./surface";

/** The first two are the ends of the signed map, for a set of two classes is drawn by its sign. */
const COLORS: Record<Theme, readonly Rgb[]> = {
  light: [
    ENDS.light[0],
    ENDS.light[1],
    [28, 169, 150],
    [178, 116, 248],
    [129, 95, 69],
    [66, 4, 38],
    [123, 26, 45],
    [119, 217, 80],
    [28, 21, 106],
    [223, 157, 229],
  ],
  dark: [
    ENDS.dark[0],
    ENDS.dark[1],
    [146, 250, 80],
    [129, 35, 162],
    [152, 118, 22],
    [210, 196, 198],
    [179, 149, 153],
    [250, 246, 206],
    [125, 79, 239],
    [44, 102, 101],
  ],
};

export const HUES = COLORS.light.length;

/** The color of a class by its number. */
export const classColor = (label: number, theme: Theme): Rgb =>
  COLORS[theme][label % HUES] ?? neutral(theme);

type Corners = readonly (readonly [x: number, y: number])[];

/** Corners on a circle, `far` and `near` from its middle in turn. */
function star(corners: number, far: number, near: number, turn = 0): Corners {
  const many = near === far ? corners : 2 * corners;
  return Array.from({ length: many }, (_, place) => {
    const angle = turn - Math.PI / 2 + (2 * Math.PI * place) / many;
    const reach = place % 2 === 0 ? far : near;
    return [reach * Math.cos(angle), reach * Math.sin(angle)];
  });
}

const polygon = (corners: number, far: number, turn = 0) => star(corners, far, far, turn);

/** A cross with arms `wide` from its middle to each side. */
function cross(reach: number, wide: number, turn: number): Corners {
  const quarter: Corners = [
    [wide, -wide],
    [wide, -reach],
    [-wide, -reach],
  ];
  return Array.from({ length: 4 }, (_, side) => turn - (side * Math.PI) / 2).flatMap((angle) =>
    quarter.map(([x, y]) => {
      const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
      return [x * cosine - y * sine, x * sine + y * cosine] as const;
    }),
  );
}

/** The corners of each mark around 0, as large as a disc of radius 1 looks; y goes down. */
export const MARKS: readonly Corners[] = [
  polygon(32, 1),
  polygon(4, 1.25, Math.PI / 4),
  polygon(3, 1.5),
  polygon(4, 1.35),
  cross(1.3, 0.42, Math.PI / 4),
  polygon(3, 1.5, Math.PI),
  cross(1.3, 0.42, 0),
  star(5, 1.65, 0.72),
  polygon(3, 1.5, Math.PI / 2),
  [
    [-1.2, -1.15],
    [1.2, -1.15],
    [0.3, 0],
    [1.2, 1.15],
    [-1.2, 1.15],
    [-0.3, 0],
  ],
];

/** The mark of a class by its number. */
export function classMark(label: number): Corners {
  const place = ((label % HUES) + Math.floor(label / HUES)) % MARKS.length;
  return MARKS[place] as Corners;
}

/** Puts a mark's outline onto a brush, its middle at x, y and as large as a disc of that radius. */
export function traceMark(brush: Brush, label: number, x: number, y: number, radius: number): void {
  brush.beginPath();
  classMark(label).forEach(([across, down], place) => {
    if (place === 0) brush.moveTo(x + across * radius, y + down * radius);
    else brush.lineTo(x + across * radius, y + down * radius);
  });
  brush.closePath();
}

/** A class's mark in its color, with the outline that tells it from paper of a like color. */
export function paintMark(
  brush: Brush,
  label: number,
  at: { readonly x: number; readonly y: number; readonly radius: number },
  theme: Theme,
  outline: string,
): void {
  traceMark(brush, label, at.x, at.y, at.radius);
  brush.fillStyle = css(classColor(label, theme));
  brush.fill();
  brush.strokeStyle = outline;
  brush.lineWidth = 0.9;
  brush.stroke();
}

/** The mark as the path of an SVG, two units from the middle to each side. */
export const markPath = (label: number): string =>
  `M${classMark(label)
    .map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`)
    .join("L")}Z`;

const tables: Partial<Record<Theme, readonly Uint32Array[]>> = {};

/** 256 pixels a hue: the class's color as strong as the confidence (0 … 255) is. */
function hueTables(theme: Theme): readonly Uint32Array[] {
  tables[theme] ??= COLORS[theme].map((color) =>
    Uint32Array.from({ length: 256 }, (_, byte) =>
      pixel(mix(neutral(theme), color, (byte / 255) ** 1.5)),
    ),
  );
  return tables[theme];
}

/** The 256 pixels of a class. */
export const classPixels = (label: number, theme: Theme): Uint32Array =>
  hueTables(theme)[label % HUES] as Uint32Array;
