/** The button in the top bar that invites others, and what it opens. */
import { NamedAction } from "../actions/ActionButton";
import { SHARE } from "../actions/table";
import { shareOpen } from "../state/view/panels";
import { lazily } from "../ui/lazily";

const ShareDialog = lazily(async () => (await import("./ShareDialog")).ShareDialog);

export const Share = () => (
  <>
    <NamedAction action={SHARE} opens />
    {shareOpen.value && <ShareDialog />}
  </>
);
