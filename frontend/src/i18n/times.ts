/** Moments, in the language chosen; the server counts seconds since 1970. */
import { language } from "./language";

const DAY_MS = 86_400_000;

export const isToday = (seconds: number, now = Date.now()): boolean =>
  new Date(seconds * 1000).toDateString() === new Date(now).toDateString();

/** "14:03" today, else with the date. */
export function moment(seconds: number, now = Date.now()): string {
  const when = new Date(seconds * 1000);
  const isNear = Math.abs(when.getTime() - now) < 300 * DAY_MS;
  return new Intl.DateTimeFormat(language.value, {
    ...(isToday(seconds, now) ? {} : { month: "short", day: "numeric" }),
    ...(isNear ? {} : { year: "numeric" }),
    hour: "numeric",
    minute: "2-digit",
  }).format(when);
}

export const ENDS = ["never", "hour", "today", "week", "date"] as const;
export type End = (typeof ENDS)[number];

/** When a link ends, in seconds since 1970: null is never; `date` is as its field has it. */
export function endOf(end: End, date: string, now = Date.now()): number | null {
  switch (end) {
    case "never":
      return null;
    case "hour":
      return now / 1000 + 3600;
    case "today":
      return new Date(now).setHours(23, 59, 59, 0) / 1000;
    case "week":
      return (now + 7 * DAY_MS) / 1000;
    case "date": {
      const seconds = new Date(date).getTime() / 1000;
      return Number.isFinite(seconds) ? seconds : null;
    }
  }
}

/** What the field for a date takes: local time, to the minute. */
export function forField(milliseconds: number): string {
  const local = new Date(milliseconds - new Date(milliseconds).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
