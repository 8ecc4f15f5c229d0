/** What this is, and the packages by others in it with their licenses. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n";
import { aboutOpen } from "../state/view/panels";
import { Sheet } from "../ui/Sheet";
import {
  addressOfLicense,
  fetchLicenses,
  type LicensedPart,
  type Licenses,
} from "../wire/licenses";
import "./About.css";

export function About() {
  return (
    <Sheet
      modal
      title={t("about.title")}
      testid="about"
      onClose={() => {
        aboutOpen.value = false;
      }}
    >
      <Contents />
    </Sheet>
  );
}

function Contents() {
  const [found, setFound] = useState<Licenses | null | undefined>(undefined);
  useEffect(() => {
    fetchLicenses().then(setFound, () => setFound(null));
  }, []);
  if (found === undefined) return <p class="about">{t("state.loading")}</p>;
  if (found === null) return <p class="about">{t("about.failed")}</p>;
  return (
    <div class="about">
      <p>{t("about.own", { version: found.version })}</p>
      <p>{t("about.parts")}</p>
      <h4>{t("about.page")}</h4>
      <Parts found={found} index="npm" />
      <h4>{t("about.server")}</h4>
      <Parts found={found} index="pypi" />
    </div>
  );
}

const Parts = ({ found, index }: { found: Licenses; index: LicensedPart["index"] }) => (
  <ul data-testid={`about-${index}`}>
    {found.parts.map(
      (part, number) =>
        part.index === index && (
          <li key={part.name}>
            <a href={addressOfLicense(number)} target="_blank" rel="noopener">
              {part.name}
            </a>{" "}
            {part.version} <small>{part.license}</small>
          </li>
        ),
    )}
  </ul>
);
