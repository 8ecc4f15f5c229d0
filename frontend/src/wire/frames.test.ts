/** The page reads the very bytes that the server wrote. */
import { describe, expect, it } from "vitest";
import { golden, type Named } from "../testing/golden";
import { decodeBundle, type Frame, type NumberArray } from "./frames";

interface ToldArray {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: readonly (number | string)[];
}

interface FramesCase extends Named {
  readonly bytes: string;
  readonly frame: number;
  readonly frames: readonly (Omit<Frame, "arrays"> & {
    readonly arrays: Readonly<Record<string, ToldArray>>;
  })[];
}

const KINDS: Readonly<Record<string, string>> = {
  u8: "Uint8Array",
  u32: "Uint32Array",
  i32: "Int32Array",
  i64: "BigInt64Array",
  f32: "Float32Array",
  f64: "Float64Array",
};

/** Numbers as the file has them: what JSON has no number for is a text there. */
const plain = ({ data }: NumberArray) =>
  [...(data as Iterable<number | bigint>)].map((value) => {
    if (typeof value === "bigint") return String(value);
    if (Object.is(value, -0)) return "-0";
    return Number.isFinite(value) ? value : String(value);
  });

describe("a bundle of frames", () => {
  it.each(golden<FramesCase>("frames"))("%s", (_, { bytes, frame, frames }) => {
    const message = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
    const found = decodeBundle(message.buffer);
    expect(found.frame).toBe(frame);
    expect(found.frames.length).toBe(frames.length);
    found.frames.forEach(({ arrays, ...rest }, place) => {
      const { arrays: told, ...others } = frames[place] as FramesCase["frames"][number];
      expect(rest).toEqual(others);
      expect(Object.keys(arrays)).toEqual(Object.keys(told));
      for (const [name, each] of Object.entries(told)) {
        const array = arrays[name] as NumberArray;
        expect(array.data.constructor.name).toBe(KINDS[each.dtype]);
        expect(array.shape).toEqual(each.shape);
        expect(plain(array)).toEqual(each.data);
      }
    });
  });
});
