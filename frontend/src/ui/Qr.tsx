/** An address as a QR code, drawn as one path: it needs no style and no markup from outside. */
import { useMemo } from "preact/hooks";
import { encode } from "uqr";
import "./Qr.css";

/** The quiet zone that readers need, in modules. */
const BORDER = 4;

/** All dark modules: each row's runs as rectangles. */
export function qrPath(text: string): { readonly path: string; readonly size: number } {
  const { data, size } = encode(text, { ecc: "M", border: BORDER });
  let path = "";
  data.forEach((row, top) => {
    for (let left = 0; left < size; left += 1) {
      if (!row[left]) continue;
      const from = left;
      while (left + 1 < size && row[left + 1]) left += 1;
      path += `M${from} ${top}h${left + 1 - from}v1h-${left + 1 - from}z`;
    }
  });
  return { path, size };
}

/** Dark on white in either theme: not every reader takes it the other way round. */
export function Qr({ text, label }: { readonly text: string; readonly label: string }) {
  const { path, size } = useMemo(() => qrPath(text), [text]);
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
