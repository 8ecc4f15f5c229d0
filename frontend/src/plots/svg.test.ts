import { describe, expect, it } from "vitest";
import { paintHistogram } from "./histogram";
import type { Inks } from "./inks";
import { blobOf } from "./plotly";
import { colorParts, svgOf } from "./svg";

const INKS: Inks = {
  ink: "#111",
  soft: "#555",
  line: "#ccc",
  paper: "#fff",
  font: '"A & B", sans-serif',
  small: 10,
};

const parsed = (text: string) => {
  const read = new DOMParser().parseFromString(text, "image/svg+xml");
  expect(read.querySelector("parsererror")).toBeNull();
  return read;
};

describe("a picture as SVG", () => {
  it("is what a painter paints, on paper, in the size asked for", () => {
    const text = svgOf(200, 100, "#fff", (onto) =>
      paintHistogram(onto, { counts: [1, 0, 3], low: -1, high: 1 }, "light", INKS),
    );
    const svg = parsed(text).documentElement;
    expect(svg.getAttribute("viewBox")).toBe("0 0 200 100");
    // The paper, and a bar for each bin that holds something.
    expect(svg.querySelectorAll("rect").length).toBe(3);
    expect([...svg.querySelectorAll("text")].map((each) => each.textContent)).toEqual([
      "−1",
      "1",
      "0",
    ]);
  });

  it("knows colors with a strength", () => {
    expect(colorParts("rgb(8 104 172 / 0.5)")).toEqual({ color: "rgb(8,104,172)", alpha: 0.5 });
    expect(colorParts("#fff")).toEqual({ color: "#fff", alpha: 1 });
  });

  it("closes every group, and undoes what was saved", () => {
    const text = svgOf(10, 10, "#fff", ({ context }) => {
      context.save();
      context.globalAlpha = 0.5;
      context.translate(3, 4);
      context.beginPath();
      context.rect(0, 0, 5, 5);
      context.clip();
      context.restore();
      context.fillStyle = "#123456";
      context.fillRect(1, 1, 2, 2);
      context.translate(1, 1);
    });
    const svg = parsed(text).documentElement;
    const [box] = svg.querySelectorAll('rect[fill="#123456"]');
    expect(box?.parentElement).toBe(svg);
    expect(box?.hasAttribute("fill-opacity")).toBe(false);
  });

  it("lets no name break out of its text", () => {
    const text = svgOf(10, 10, "#fff", ({ context }) => context.fillText("<a> & b", 0, 0));
    expect(parsed(text).querySelector("text")?.textContent).toBe("<a> & b");
  });

  it("draws a circle as two halves, and a gradient by its stops", () => {
    const text = svgOf(10, 10, "#fff", ({ context }) => {
      const ramp = context.createLinearGradient(0, 0, 0, 10);
      context.fillStyle = ramp as CanvasGradient;
      context.fillRect(0, 0, 1, 10);
      ramp.addColorStop(0, "rgb(1 2 3 / 1)");
      context.beginPath();
      context.arc(5, 5, 2, 0, 2 * Math.PI);
      context.fill();
    });
    const svg = parsed(text);
    expect(svg.querySelectorAll("linearGradient stop").length).toBe(1);
    expect(svg.querySelector("path")?.getAttribute("d")).toMatch(
      /^M3 5a2 2 0 1 0 4 0a2 2 0 1 0 -4 0Z$/,
    );
  });
});

describe("a data address", () => {
  it("gives its bytes or its text", async () => {
    const bytes = blobOf("data:image/png;base64,AAEC");
    expect(bytes.type).toBe("image/png");
    expect([...new Uint8Array(await bytes.arrayBuffer())]).toEqual([0, 1, 2]);
    const text = blobOf("data:image/svg+xml,%3Csvg%2F%3E");
    expect(await text.text()).toBe("<svg/>");
  });
});
