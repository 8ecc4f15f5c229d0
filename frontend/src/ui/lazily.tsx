/** Parts of the page whose code comes when they are first shown. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n";
import { WhyNot } from "./WhyNot";
import "./lazily.css";

/**
 * Stands for a component; where its code does not come, as after the server was renewed, that is told.
 * What is wanted soon, or without a network, is brought `after` something that comes first.
 */
export function lazily<Props extends object>(
  bring: () => Promise<ComponentType<Props>>,
  after?: Promise<unknown>,
) {
  let found: ComponentType<Props> | null = null;
  after
    ?.then(bring)
    .then((component) => {
      found = component;
    })
    // It is brought again when it is shown.
    .catch(() => {});
  return function Lazily(props: Props) {
    const [state, setState] = useState<"coming" | "here" | "failed" | "told">("coming");
    useEffect(() => {
      if (found !== null) return;
      bring().then(
        (component) => {
          found = component;
          setState("here");
        },
        () => setState("failed"),
      );
    }, []);
    if (found !== null) {
      const Found: ComponentType<Props> = found;
      return <Found {...props} />;
    }
    if (state !== "failed") return null;
    return (
      <div class="not-brought">
        <WhyNot testid="not-brought" onClose={() => setState("told")}>
          {t("page.not-brought")}
        </WhyNot>
      </div>
    );
  };
}
