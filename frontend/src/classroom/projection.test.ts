import { expect, it } from "vitest";
import { startForClass } from "./Projection";

it("the command for a class has the port that this server has", () => {
  expect(startForClass({ protocol: "http:", port: "8000" })).toBe(
    "make run HOST=0.0.0.0 ARGS='--origin http://ADDRESS:8000'",
  );
  expect(startForClass({ protocol: "http:", port: "8123" })).toBe(
    "make run HOST=0.0.0.0 PORT=8123 ARGS='--origin http://ADDRESS:8123'",
  );
  expect(startForClass({ protocol: "https:", port: "" })).toBe(
    "make run HOST=0.0.0.0 ARGS='--origin https://ADDRESS'",
  );
});
