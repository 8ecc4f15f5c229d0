import { afterEach, describe, expect, it, vi } from "vitest";
import { fileName, keepPicture, painted, pictures } from "../live/pictures";
import { linkIn, mayBeLink } from "../sync/link";
import { importable } from "./imports";
import { fittingPlane } from "./view";

describe("links", () => {
  const foreign = "activation=tanh&batchSize=10&dataset=xor&networkShape=4,2";

  it("are ours or a TensorFlow Playground address", () => {
    expect(linkIn("#s=1.abc")).toBe("1.abc");
    expect(linkIn(`#${foreign}`)).toBe(foreign);
    expect(linkIn("#plan")).toBeNull();
    expect(linkIn("")).toBeNull();
  });

  it("are sought by the server in what was pasted", () => {
    for (const link of [`  https://host/path#${foreign}\n`, "https://h/#s=1.abc", "1.abc", "a%3Db"])
      expect(mayBeLink(link)).toBe(true);
    for (const other of ["https://host/", "", "hello"]) expect(mayBeLink(other)).toBe(false);
  });
});

describe("files", () => {
  it("are told apart by their names", () => {
    expect(importable("two spirals.JSON")).toBe("setup");
    expect(importable("w.safetensors")).toBe("weights");
    expect(importable("iris.csv")).toBeNull();
  });

  it("have names that any system takes", () => {
    expect(fileName("Two spirals!", "x")).toBe("two-spirals");
    expect(fileName("두 나선 / 실험", "x")).toBe("두-나선-실험");
    expect(fileName(" ../ ", "playground")).toBe("playground");
  });
});

describe("the plane through a table", () => {
  it("goes through the first two columns until others are chosen", () => {
    expect(fittingPlane(null, 4)).toEqual({ kind: "columns", x: 0, y: 1, held: [] });
    expect(fittingPlane({ kind: "columns", x: 2, y: 3, held: [] }, 4)).toMatchObject({
      x: 2,
      y: 3,
    });
    expect(fittingPlane({ kind: "pca" }, 4)).toEqual({ kind: "pca" });
  });

  it("is chosen anew where the columns are gone", () => {
    expect(fittingPlane({ kind: "columns", x: 2, y: 3, held: [] }, 3)).toMatchObject({
      x: 0,
      y: 1,
    });
    expect(fittingPlane({ kind: "columns", x: 0, y: 1, held: [0, 0, 1, 1] }, 3)).toMatchObject({
      held: [0, 0, 1],
    });
    expect(fittingPlane(null, 1)).toBeNull();
  });
});

describe("pictures", () => {
  afterEach(() => vi.restoreAllMocks());

  it("can be saved while they are on the page", async () => {
    const drop = keepPicture(
      "histogram",
      painted(() => ({
        width: 10,
        height: 5,
        paper: "#fff",
        paint: ({ context }) => context.fillRect(1, 1, 2, 2),
      })),
    );
    const blob = await pictures.value.get("histogram")?.("svg");
    expect(blob?.type).toBe("image/svg+xml");
    expect(await blob?.text()).toContain("<rect x=");
    drop();
    expect(pictures.value.has("histogram")).toBe(false);
  });

  it("are not dropped by an older one's farewell", () => {
    const first = keepPicture(
      "curves",
      painted(() => null),
    );
    keepPicture(
      "curves",
      painted(() => null),
    );
    first();
    expect(pictures.value.has("curves")).toBe(true);
  });

  it("that are not drawn yet say so", async () => {
    await expect(painted(() => null)("png")).rejects.toThrow();
  });
});
