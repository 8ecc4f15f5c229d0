/** How the page looks: its language, its theme, its size for the back row. */
import { useSignalEffect } from "@preact/signals";
import { type Key, t } from "../i18n";
import { language } from "../i18n/language";
import { projector, type ThemeChoice, theme, themeChoice } from "../state/view/view";
import { Icon } from "../ui/icons";
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
      data-testid="language"
      lang={language.value === "en" ? "ko" : "en"}
      title={t("top.language.tip")}
      onClick={() => {
        language.value = language.value === "en" ? "ko" : "en";
      }}
    >
      {language.value === "en" ? "한국어" : "English"}
    </button>
    <ThemeButton />
    <button
      type="button"
      class="quiet icon"
      data-testid="projector"
      aria-label={t("top.projector")}
      aria-pressed={projector.value === "on"}
      title={t("top.projector.tip")}
      onClick={() => {
        projector.value = projector.value === "on" ? "off" : "on";
      }}
    >
      <Icon name="projector" />
    </button>
  </>
);

const NEXT_THEME: Record<ThemeChoice, ThemeChoice> = {
  system: "light",
  light: "dark",
  dark: "system",
};

function ThemeButton() {
  const name = t(`top.theme.${themeChoice.value}` satisfies Key);
  return (
    <button
      type="button"
      class="quiet icon"
      data-testid="theme"
      aria-label={name}
      title={name}
      onClick={() => {
        themeChoice.value = NEXT_THEME[themeChoice.value];
      }}
    >
      <Icon name={themeChoice.value} />
    </button>
  );
}
