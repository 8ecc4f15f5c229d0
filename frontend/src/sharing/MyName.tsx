/** The name by which others see this page's user. */
import { t } from "../i18n";
import { callMe, myName } from "../state/people/people";
import { LIMITS } from "../wire/catalogue";
import "./MyName.css";

export const MyName = () => (
  <label class="my-name">
    <span>{t("people.me")}</span>
    <input
      type="text"
      data-testid="my-name"
      maxLength={LIMITS.name}
      placeholder={t("people.me.none")}
      value={myName.value}
      onChange={({ currentTarget: { value } }) => callMe(value)}
      onKeyDown={({ key, currentTarget: { value } }) => {
        if (key === "Enter") callMe(value);
      }}
    />
  </label>
);
