/** The forms of the generated catalogue: what there is to know of a field, a kind, a data set. */

/** One field of a kind, a spec or a message. Bounds that a value may not reach are `above` and `below`. */
export interface Field {
  readonly default?: unknown;
  /** Null is allowed, and means that it is not used. */
  readonly optional?: true;
  readonly whole?: true;
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
  readonly below?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly options?: readonly (string | number)[];
  /** What each item of a list is, or each place of a tuple. */
  readonly items?: Field | readonly Field[];
  /** Those of a table that it may be. */
  readonly kinds?: readonly string[];
  /** Of an object within it. */
  readonly fields?: Fields;
}

export type Fields = Readonly<Record<string, Field>>;
export type Kinds = Readonly<Record<string, Fields>>;

export interface LayerFacts {
  readonly fields: Fields;
  /** For how many axes of what it is given it has a rule: 1 is a vector, 3 are maps. */
  readonly takes: readonly number[];
}

export interface LossFacts {
  readonly fields: Fields;
  /** Those on whose data it may be. */
  readonly tasks: readonly ("binary" | "multiclass" | "regression")[];
}

export interface ActivationFacts {
  /** Of the first weights. */
  readonly gain: number;
  readonly init: "kaiming" | "xavier";
  /** From where to where its values go; null without a bound. */
  readonly reach: readonly [number | null, number | null];
  /** σ and σ′ at the places of `CURVES`. */
  readonly curve: readonly number[];
  readonly slope: readonly number[];
}

export interface CurveFacts {
  readonly from: number;
  readonly step: number;
  readonly points: number;
}

export interface DatasetFacts {
  /** The part of the panel that offers it; in the table's order there. */
  readonly group: string;
  readonly form: "line" | "plane" | "table" | "image";
  readonly regression: boolean;
  readonly maxClasses: number;
  /** What it has when it is chosen. */
  readonly usualClasses: number;
  /** The samples of each class where they are not drawn but given; of all, for numbers to predict. */
  readonly given: readonly number[];
  /** Whether its points follow a formula that is typed in. */
  readonly formula: boolean;
  /** Those of a table that ships with the playground. */
  readonly columns: readonly string[];
  /** The fields of a data spec that it obeys, beside its seed and the split. */
  readonly options: readonly string[];
  /** A picture's height and width where they are fixed. */
  readonly side: number | null;
}

export interface FeatureFacts {
  /** Made of x₁ alone. */
  readonly ofX1: boolean;
}

export type Table<Row> = Readonly<Record<string, Row>>;
