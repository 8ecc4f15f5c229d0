/** A chart as Plotly reads it. */

export interface Trace {
  readonly type: "scatter";
  readonly mode: "lines";
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly line: {
    readonly color: string;
    readonly width: number;
    readonly dash?: "dash" | "solid";
  };
  readonly hovertemplate: string;
}

export interface Axis {
  readonly type?: "log" | "linear";
  readonly [option: string]: unknown;
}

export interface Layout {
  readonly xaxis: Axis;
  readonly yaxis: Axis;
  /** Pixels. */
  readonly margin: Readonly<Record<"l" | "r" | "t" | "b", number>>;
  readonly font: { readonly family: string; readonly size: number; readonly color: string };
  readonly [option: string]: unknown;
}

export interface Figure {
  readonly traces: readonly Trace[];
  readonly layout: Layout;
}
