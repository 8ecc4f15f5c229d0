/** On a clock of its own: what is lost is known within four seconds, and what is slow is not lost. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Heartbeat, TICK_MS } from "./heartbeat";

let now = 0;
let asked = 0;
let lost = 0;
let heart: Heartbeat;

/** Time goes by, in ticks; `answers` is whether the server says something when it is asked. */
function pass(ms: number, answers: boolean): void {
  for (const end = now + ms; now < end && lost === 0; ) {
    const before = asked;
    now += TICK_MS;
    heart.tick();
    if (answers && asked > before) heart.heard();
  }
}

describe("a heartbeat", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    [now, asked, lost] = [1000, 0, 0];
    heart = new Heartbeat(
      () => (asked += 1),
      () => (lost += 1),
      () => now,
    );
    heart.begin();
  });
  afterEach(() => {
    heart.stop();
    vi.useRealTimers();
  });

  it("goes on for hours while the server answers, at little cost", () => {
    pass(3_600_000, true);
    expect(lost).toBe(0);
    expect(asked).toBeLessThanOrEqual(3600);
  });

  it("asks for nothing while something comes", () => {
    for (let count = 0; count < 100; count += 1) {
      heart.heard();
      pass(800, false);
    }
    expect([asked, lost]).toEqual([0, 0]);
  });

  it.each([0, 100, 399])("knows of a loss within four seconds, %i ms after a tick", (into) => {
    pass(60_000, true);
    now += into;
    heart.heard();
    now -= into;
    const before = now + into;
    pass(10_000, false);
    expect(lost).toBe(1);
    expect(now - before).toBeLessThanOrEqual(4000);
  });

  it("takes no page that was busy for one that is lost", () => {
    now += 30_000;
    heart.tick();
    expect([asked, lost]).toEqual([1, 0]);
    pass(2000, false);
    expect(lost).toBe(0);
    // But if nothing comes then either.
    pass(2000, false);
    expect(lost).toBe(1);
  });

  it("asks at once when a page is looked at again", () => {
    now += 120_000;
    heart.look();
    expect([asked, lost]).toEqual([1, 0]);
  });

  it("gives a line more time that is lost soon after it stood, and no more once it lasts", () => {
    pass(10_000, false);
    expect(lost).toBe(1);
    lost = 0;
    heart.begin();
    pass(5000, false);
    expect(lost).toBe(0);
    pass(5000, false);
    expect(lost).toBe(1);
    lost = 0;
    heart.begin();
    pass(60_000, true);
    pass(14_400, false);
    expect(lost).toBe(1);
    lost = 0;
    heart.begin();
    pass(60_000, true);
    const before = now;
    pass(10_000, false);
    expect(now - before).toBeLessThanOrEqual(4000);
  });
});
