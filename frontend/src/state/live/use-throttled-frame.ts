/** Numbers of a frame at a pace that an eye can read. */
import { useEffect, useState } from "preact/hooks";
import type { Frame } from "../../wire/frames";
import { latest, paint } from "./frames";

const READ_EVERY_MS = 200;

/** The newest frame of a key, renewed at most each READ_EVERY_MS, the last one always. */
export function useThrottledFrame(key: string): Frame | undefined {
  const [frame, setFrame] = useState(() => latest(key));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = () => {
      timer = undefined;
      setFrame(latest(key));
    };
    const stop = paint(key, (now) => {
      if (now === undefined) setFrame(undefined);
      timer ??= setTimeout(read, READ_EVERY_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [key]);
  return frame;
}
