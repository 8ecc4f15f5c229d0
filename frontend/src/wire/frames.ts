/** Frames: binary messages of the stream, decoded into typed arrays. */
import { Unpackr } from "msgpackr";

export type TypedArray =
  | Uint8Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array
  | BigInt64Array;

export interface NumberArray<Data extends TypedArray = TypedArray> {
  readonly shape: readonly number[];
  readonly data: Data;
}

export type FrameValue = string | number | boolean | null | readonly string[] | readonly number[];

export interface Frame {
  readonly probe: string;
  readonly key: string;
  readonly step: number;
  readonly epoch: number;
  readonly revision: number;
  /** Seconds since 1970 when the trainer made it. */
  readonly time: number;
  readonly arrays: Readonly<Record<string, NumberArray>>;
  readonly values: Readonly<Record<string, FrameValue>>;
}

export interface Bundle {
  /** The running number to acknowledge. */
  readonly frame: number;
  readonly frames: readonly Frame[];
}

interface WireArray {
  dtype: string;
  shape: number[];
  data: Uint8Array;
}

interface WireFrame extends Omit<Frame, "arrays"> {
  arrays: Record<string, WireArray>;
}

const unpackr = new Unpackr({ mapsAsObjects: true, useRecords: false, int64AsType: "number" });

const CONSTRUCTORS: Record<string, (bytes: ArrayBuffer) => TypedArray> = {
  u8: (bytes) => new Uint8Array(bytes),
  u32: (bytes) => new Uint32Array(bytes),
  i32: (bytes) => new Int32Array(bytes),
  i64: (bytes) => new BigInt64Array(bytes),
  f32: (bytes) => new Float32Array(bytes),
  f64: (bytes) => new Float64Array(bytes),
};

function typed({ dtype, shape, data }: WireArray): NumberArray {
  const make = CONSTRUCTORS[dtype];
  if (make === undefined) throw new Error(`unknown dtype ${dtype}`);
  // The payload is not aligned in the message, so its bytes are copied once.
  const bytes = new ArrayBuffer(data.byteLength);
  new Uint8Array(bytes).set(data);
  return { shape, data: make(bytes) };
}

/** Throws when the bytes are no bundle of frames. */
export function decodeBundle(message: ArrayBuffer): Bundle {
  const { frame, frames } = unpackr.unpack(new Uint8Array(message)) as {
    frame: number;
    frames: WireFrame[];
  };
  return {
    frame,
    frames: frames.map((wire) => ({
      ...wire,
      arrays: Object.fromEntries(
        Object.entries(wire.arrays).map(([name, value]) => [name, typed(value)]),
      ),
    })),
  };
}

/** The named array if it is there and holds 32-bit floats, else null. */
export function floats(frame: Frame, name: string): NumberArray<Float32Array> | null {
  const found = frame.arrays[name];
  return found?.data instanceof Float32Array ? { shape: found.shape, data: found.data } : null;
}

/** The named array if it is there and holds bytes (a heat map), else null. */
export function bytes(frame: Frame, name: string): NumberArray<Uint8Array> | null {
  const found = frame.arrays[name];
  return found?.data instanceof Uint8Array ? { shape: found.shape, data: found.data } : null;
}

/** The named array if it is there and holds counts (a histogram), else null. */
export function counts(frame: Frame, name: string): NumberArray<Uint32Array> | null {
  const found = frame.arrays[name];
  return found?.data instanceof Uint32Array ? { shape: found.shape, data: found.data } : null;
}

/** The named value as a number, or NaN. */
export function number(frame: Frame, name: string): number {
  const value = frame.values[name];
  return typeof value === "number" ? value : Number.NaN;
}

/** The named value as a list of texts, or an empty one. */
export function texts(frame: Frame, name: string): readonly string[] {
  const value = frame.values[name];
  return Array.isArray(value) ? value.map(String) : [];
}

/** The named value as a list of numbers, or an empty one. */
export function numbers(frame: Frame, name: string): readonly number[] {
  const value = frame.values[name];
  return Array.isArray(value) ? value.map(Number) : [];
}
