/** A button that copies a text, and says so. */
import { useState } from "preact/hooks";
import { type Key, t } from "../i18n";
import { Icon } from "./icons";
import "./CopyButton.css";

const SAID_MS = 2500;

/** Where the browser gives no clipboard (plain http in a school), the text is selected instead. */
async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    // In an open dialog nothing outside it can be selected.
    const room = document.querySelector("dialog[open]") ?? document.body;
    room.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}

interface CopyButtonProps {
  /** At once where it can be: some browsers give the clipboard only during the click itself. */
  readonly text: () => string | Promise<string>;
  readonly testid: string;
  readonly label?: string;
  readonly class?: string;
}

export function CopyButton({ text, testid, label, ...rest }: CopyButtonProps) {
  const [said, setSaid] = useState<Key | null>(null);
  const copy = async () => {
    const found = text();
    const done = await toClipboard(typeof found === "string" ? found : await found);
    setSaid(done ? "share.copied" : "share.copy.failed");
    setTimeout(() => setSaid(null), SAID_MS);
  };
  return (
    <>
      <button
        type="button"
        class={rest.class ?? ""}
        data-testid={testid}
        onClick={() => void copy()}
      >
        <Icon name={said === "share.copied" ? "done" : "link"} />
        <span>{said === null ? (label ?? t("share.copy")) : t(said)}</span>
      </button>
      {/* A status within a button would leave it without a name. */}
      <span class="visually-hidden" role="status">
        {said === null ? "" : t(said)}
      </span>
    </>
  );
}
