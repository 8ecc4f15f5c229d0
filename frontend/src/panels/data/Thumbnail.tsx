/** A data set as a small picture of itself. */
import { Plot } from "../../charts/Plot";
import { paintThumbnail } from "../../plots/thumbnail";
import { previewsVersion } from "../../state/live/asked-once";
import { theme } from "../../state/view/view";
import type { DataSpec, DatasetName } from "../../wire/types";
import { thumbnail } from "./data-previews";
import "./Thumbnail.css";

export function Thumbnail({ set, data }: { readonly set: DatasetName; readonly data: DataSpec }) {
  void previewsVersion.value;
  const preview = thumbnail(set, data);
  return (
    <Plot
      label={null}
      class="thumbnail"
      draw={(onto) => {
        if (preview !== null) paintThumbnail(onto, preview, theme.peek(), set);
      }}
    />
  );
}
