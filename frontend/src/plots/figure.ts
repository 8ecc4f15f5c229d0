/** A chart as Plotly reads it. */

export interface Trace {
  readonly type: "scatter";
  readonly mode: "lines" | "lines+markers";
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly line: {
    readonly color: string;
    readonly width: number;
    readonly dash?: "dash" | "solid";
  };
  readonly marker?: {
    /** Of each point; 0 of those without a mark. */
    readonly size: readonly number[];
    readonly opacity: 1;
    readonly color: string;
  };
  readonly hovertemplate?: string;
  readonly hoverinfo?: "skip";
  /** An area: its outline is x and y, and nothing in it is told by itself. */
  readonly fill?: "toself";
  readonly fillcolor?: string;
  readonly opacity?: number;
  /** Of a line that is a mean: the least and the greatest value of each point. */
  readonly customdata?: readonly (readonly [low: number, high: number])[];
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
