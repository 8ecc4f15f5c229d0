/** The keys, and how to read the picture. */
import type { Action } from "../actions/action";
import { writtenKeys } from "../actions/key-names";
import { LAYER_HELP, LAYER_KEYS, type LayerAction } from "../actions/layer-keys";
import { MenuAction } from "../actions/MenuAction";
import { singleKeys } from "../actions/single-keys";
import { ACTIONS, CLEAR, HELP } from "../actions/table";
import { type Key, t } from "../i18n";
import { aboutOpen, helpOpen } from "../state/view/panels";
import { CloseButton } from "../ui/CloseButton";
import "./Help.css";

type Row = readonly [keys: readonly string[], help: Key];

const actionRows = (actions: readonly Action[]): Row[] =>
  actions.flatMap(({ keys: [key], help }) =>
    key === undefined || help === null ? [] : [[writtenKeys(key), help]],
  );

const layerKeys = (actions: readonly LayerAction[]): readonly string[] => {
  const all = actions.map((action) => LAYER_KEYS[action]);
  const alt = all.some((keys) => keys.alt) ? ["Alt"] : [];
  return [...alt, ...all.flatMap(({ keys: [key = ""] }) => writtenKeys(key))];
};

/** The page's own keys, then those of a layer in focus, then what is the same everywhere. */
export const HELP_ROWS: readonly Row[] = [
  ...actionRows(ACTIONS.filter((each) => each !== CLEAR && each !== HELP)),
  [["←", "→", "↑", "↓"], "help.walk"],
  [["Enter"], "help.close-up"],
  ...LAYER_HELP.map(([actions, help]): Row => [layerKeys(actions), help]),
  ...actionRows([CLEAR, HELP]),
];

export const Help = () => (
  <MenuAction action={HELP} open={helpOpen}>
    {(close) => (
      <div class="help">
        <div class="help-head">
          <h3>{t("help.keys")}</h3>
          <CloseButton onClick={close} />
        </div>
        <dl>
          {HELP_ROWS.map(([keys, label]) => (
            <div key={label}>
              <dt>
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{t(label)}</dd>
            </div>
          ))}
        </dl>
        <label class="check">
          <input
            type="checkbox"
            data-testid="single-keys"
            checked={singleKeys.value === "on"}
            onChange={({ currentTarget }) => {
              singleKeys.value = currentTarget.checked ? "on" : "off";
            }}
          />
          {t("help.single")}
        </label>
        <h3>{t("help.reading")}</h3>
        <p>{t("help.colors")}</p>
        <p>{t("help.edges")}</p>
        <p>{t("help.points")}</p>
        <p>
          <a href={t("help.site.address")} target="_blank" rel="noopener" data-testid="help-site">
            {t("help.site")}
          </a>
        </p>
        <p>
          <button
            type="button"
            class="plain-link"
            data-testid="about-open"
            onClick={() => {
              close();
              aboutOpen.value = true;
            }}
          >
            {t("about.title")}
          </button>
        </p>
      </div>
    )}
  </MenuAction>
);
