/** The page's looks: its language, its theme, its size for the back row. */
import { useSignalEffect } from "@preact/signals";
import { t } from "../i18n";
import { language } from "../i18n/language";
import { projector, theme } from "../state/view/view";
import { ActionButton } from "./ActionButton";
import { LANGUAGE, PROJECTOR, THEME } from "./table";
import "./Appearance.css";

/** Keeps the document as it was chosen to look, with this title. */
export function useAppearance(title: () => string): void {
  useSignalEffect(() => {
    const { dataset } = document.documentElement;
    document.documentElement.lang = language.value;
    dataset.theme = theme.value;
    dataset.projector = projector.value;
    const name = title();
    document.title = name ? `${name} – ${t("app.name")}` : t("app.name");
  });
}

export const Appearance = () => (
  <>
    <button
      type="button"
      class="quiet language"
      data-testid={LANGUAGE.id}
      lang={language.value === "en" ? "ko" : "en"}
      title={t(LANGUAGE.label.value)}
      onClick={LANGUAGE.perform}
    >
      {language.value === "en" ? "한국어" : "English"}
    </button>
    <ActionButton action={THEME} />
    <ActionButton action={PROJECTOR} />
  </>
);
