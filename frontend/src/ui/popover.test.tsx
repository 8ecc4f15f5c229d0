import { render } from "preact";
import { afterEach, expect, it, vi } from "vitest";
import { MenuButton } from "./Popover";

const root = document.createElement("div");
document.body.append(root);
const box = () => root.querySelector('[role="dialog"]');
const button = () => root.querySelector<HTMLButtonElement>('[data-testid="menu"]');

/** As a pointer does it: the press, the focus that goes to what was pressed, the click. */
function click(target: HTMLElement): void {
  target.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  target.focus();
  target.click();
}

/** It listens to presses elsewhere once it has the focus, and not to the one that opened it. */
async function entered(): Promise<void> {
  await vi.waitFor(() => expect(box()?.contains(document.activeElement)).toBe(true), 5000);
  await new Promise((done) => setTimeout(done, 10));
}

afterEach(() => render(null, root));

it("is opened by its button, named by it, and closed by it again", async () => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      disconnect() {}
    },
  );
  render(
    <MenuButton label="Menu" testid="menu" face="…">
      {() => <button type="button">one</button>}
    </MenuButton>,
    root,
  );
  const opener = button();
  if (opener === null) throw new Error("no button");
  click(opener);
  await entered();
  expect(box()?.id).toBe(opener.getAttribute("aria-controls"));
  click(opener);
  await vi.waitFor(() => expect(box()).toBeNull());
  expect(opener.hasAttribute("aria-controls")).toBe(false);
  click(opener);
  await entered();
  click(document.body);
  await vi.waitFor(() => expect(box()).toBeNull());
  vi.unstubAllGlobals();
});
