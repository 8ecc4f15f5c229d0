/** A button that asks for a file of a table. */
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { TABLES, upload } from "./upload-state";

interface FileButtonProps {
  readonly testid: string;
  readonly class?: string;
  readonly title?: string;
  readonly pressed?: boolean;
  /** What a click does in place of asking for a file. */
  readonly instead?: (() => void) | null;
  /** What is done with the file; it is uploaded, if nothing else. */
  readonly onFile?: (file: File) => void;
  readonly children: ComponentChildren;
}

export function FileButton({
  testid,
  title,
  pressed,
  instead,
  children,
  ...rest
}: FileButtonProps) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class={rest.class ?? ""}
        data-testid={testid}
        title={title}
        aria-pressed={pressed}
        onClick={() => (instead ? instead() : field.current?.click())}
      >
        {children}
      </button>
      <input
        ref={field}
        type="file"
        hidden
        accept={TABLES.join()}
        data-testid={`${testid}-file`}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          currentTarget.value = "";
          if (file !== undefined) (rest.onFile ?? upload)(file);
        }}
      />
    </>
  );
}
