/** One channel's kernels: the numbers of each, as signed cells. */
import { t } from "../../i18n";
import { css, inkOn, signed } from "../../plots/colors";
import { kernelSize, reachOfWeights } from "../../plots/kernels";
import { significant } from "../../plots/numbers";
import { useThrottledFrame } from "../../state/live/use-throttled-frame";
import { unitName } from "../../state/view/layer-names";
import { theme } from "../../state/view/view";
import { floats } from "../../wire/frames";
import "./KernelView.css";

/** A kernel of so many numbers is drawn without them. */
const MAX_NUMBERS = 49;
const MAX_KERNELS = 32;

interface KernelViewProps {
  readonly layer: string;
  readonly before: string;
  readonly unit: number;
}

export function KernelView({ layer, before, unit }: KernelViewProps) {
  const frame = useThrottledFrame("weights");
  const weights = frame === undefined ? null : floats(frame, `${layer}.weight`);
  if (weights === null || weights.shape.length < 3) return null;
  const { channels, rows, columns } = kernelSize(weights);
  const reach = reachOfWeights(weights) || 1;
  const size = rows * columns;
  const shown = Math.min(channels, MAX_KERNELS);
  return (
    <div class="rows-scroll kernel-list">
      {Array.from({ length: shown }, (_, channel) => {
        const from = (unit * channels + channel) * size;
        return (
          <figure key={channel} class="kernel-table">
            {channels > 1 && <figcaption>{unitName(before, channel)}</figcaption>}
            <table
              aria-label={`${t("kernels.kernel")} ${channel + 1}`}
              data-testid={`kernel-${channel}`}
            >
              <tbody>
                {Array.from({ length: rows }, (_, row) => (
                  <tr key={row}>
                    {Array.from({ length: columns }, (_, column) => {
                      const value = weights.data[from + row * columns + column] ?? 0;
                      const color = signed(value / reach, theme.value);
                      return (
                        <td
                          key={column}
                          title={significant(value)}
                          style={{ background: css(color), color: inkOn(color) }}
                        >
                          {size <= MAX_NUMBERS ? value.toFixed(2).replace("-", "−") : ""}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </figure>
        );
      })}
      {shown < channels && (
        <p class="quiet-line">{t("inside.strongest", { shown, all: channels })}</p>
      )}
    </div>
  );
}
