/** A line across the page about what holds or what went wrong, and what can be done about it. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Icon, type IconName } from "./icons";
import { say } from "./say";
import "./Notice.css";

interface NoticeProps {
  readonly tone: "amber" | "red" | "plain" | "ink";
  /** A warning where the tone is one. */
  readonly icon?: IconName;
  /** Read out at once, as one in red always is. */
  readonly urgent?: boolean;
  readonly testid?: string;
  readonly title: string;
  readonly children?: ComponentChildren;
  readonly actions?: ComponentChildren;
}

export function Notice({ tone, testid, title, children, actions, ...rest }: NoticeProps) {
  const isUrgent = tone === "red" || rest.urgent === true;
  // Its title once: what counts on beneath it would be read out each second.
  useEffect(() => {
    if (!isUrgent) say(title, `notice ${testid ?? title}`);
  }, [isUrgent, title]);
  const icon = rest.icon ?? (tone === "amber" || tone === "red" ? "warning" : null);
  return (
    <div
      class="notice"
      data-tone={tone}
      data-testid={testid}
      {...(isUrgent ? { role: "alert" } : {})}
    >
      {icon !== null && <Icon name={icon} />}
      <div class="notice-text">
        <strong>{title}</strong>
        {children !== undefined && <span>{children}</span>}
      </div>
      {actions}
    </div>
  );
}

/** Whole seconds since then, counted on; null where nothing has begun. */
export function useAge(since: number | null): number | null {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (since === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [since]);
  return since === null ? null : Math.max(0, Math.round((now - since) / 1000));
}
