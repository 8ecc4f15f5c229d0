/** A link that was just made: to copy, to point a phone at, to put into a page. */
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { t } from "../i18n";
import { CopyButton } from "../ui/CopyButton";
import { Icon } from "../ui/icons";
import { Qr } from "../ui/Qr";
import { TypedNumber } from "../ui/TypedNumber";
import type { Access } from "../wire/api";
import { addressOfEmbedded, addressOfShared, type LinkMade } from "../wire/sharing";
import { LargeQr } from "./LargeQr";
import "./MadeLink.css";

interface MadeLinkProps {
  readonly to: Access;
  readonly made: LinkMade;
}

export function MadeLink({ to, made: { link, token } }: MadeLinkProps) {
  const [isLarge, setLarge] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.scrollIntoView({ block: "nearest" }), []);
  const access = { id: to.id, token };
  const address = addressOfShared(access);
  const title = link.label || t(`share.right.${link.right}`);
  return (
    <div ref={box} class="made-link" data-testid="made-link" role="status">
      <button
        type="button"
        class="qr-button"
        data-testid="qr"
        title={t("share.large")}
        aria-label={t("share.large")}
        onClick={() => setLarge(true)}
      >
        <Qr text={address} label={t("share.qr")} />
      </button>
      <div class="made-link-text">
        <strong>
          {t(`share.right.${link.right}`)}
          {link.label !== "" && `: ${link.label}`}
        </strong>
        <div class="made-link-row">
          <input
            type="text"
            readOnly
            class="made-link-address"
            data-testid="made-address"
            aria-label={t("share.made")}
            value={address}
            onFocus={({ currentTarget }) => currentTarget.select()}
          />
          <CopyButton testid="copy-made" class="primary" text={() => address} />
          <button
            type="button"
            data-testid="qr-large"
            title={t("share.large")}
            aria-label={t("share.large")}
            onClick={() => setLarge(true)}
          >
            <Icon name="projector" />
          </button>
        </div>
        <p class="share-note">{t("share.made.once")}</p>
        {link.right !== "fork" && <EmbedCode access={access} />}
      </div>
      {isLarge && <LargeQr text={address} title={title} onClose={() => setLarge(false)} />}
    </div>
  );
}

const [WIDTH, HEIGHT] = [720, 560];
const [MIN, MAX, STEP] = [200, 4000, 10];

const inHtml = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

export const embedCode = (access: Access, width: number, height: number, title: string) =>
  `<iframe src="${inHtml(addressOfEmbedded(access))}" width="${width}" height="${height}" title="${inHtml(title)}"></iframe>`;

function EmbedCode({ access }: { readonly access: Access }) {
  const id = useId();
  const [width, setWidth] = useState(WIDTH);
  const [height, setHeight] = useState(HEIGHT);
  const code = embedCode(access, width, height, t("share.embed.title"));
  const sizes = [
    ["width", width, setWidth],
    ["height", height, setHeight],
  ] as const;
  return (
    <details class="embed-code">
      <summary data-testid="embed">{t("share.embed")}</summary>
      <p class="share-note">{t("share.embed.about")}</p>
      <p class="share-note" data-testid="embed-elsewhere">
        {t("share.embed.elsewhere")}
      </p>
      <div class="made-link-row">
        {sizes.map(([name, value, set]) => (
          <div key={name} class="embed-size">
            <label for={`${id}-${name}`}>{t(`share.embed.${name}`)}</label>
            <TypedNumber
              id={`${id}-${name}`}
              whole
              testid={`embed-${name}`}
              min={MIN}
              max={MAX}
              value={value}
              next={(from, way) => from + way * STEP}
              onValue={set}
            />
          </div>
        ))}
        <CopyButton testid="copy-embed" text={() => code} />
      </div>
      <textarea
        id={id}
        readOnly
        rows={3}
        data-testid="embed-code"
        aria-label={t("share.embed.code")}
        value={code}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
    </details>
  );
}
