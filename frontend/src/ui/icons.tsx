/** Icons, drawn on a 24 × 24 grid. They say nothing to a screen reader; their button does. */
import type { JSX } from "preact";

const PATHS = {
  play: <path class="solid" d="M7 4.5v15l12.5-7.5z" />,
  pause: <path class="solid" d="M7 5h3.2v14H7zM13.8 5H17v14h-3.2z" />,
  step: (
    <>
      <path class="solid" d="M6 5.5v13l9-6.5z" />
      <path d="M18.5 5.5v13" />
    </>
  ),
  epoch: (
    <>
      <path class="solid" d="M3.5 6v12l7.5-6z" />
      <path class="solid" d="M11 6v12l7.5-6z" />
      <path d="M20.5 6v12" />
    </>
  ),
  reset: <path d="M4.5 4.5v5h5M5 9.5a8 8 0 1 1-.8 4.5" />,
  undo: <path d="M8.5 5L4 9.5 8.5 14M4.5 9.5H14a5.5 5.5 0 0 1 0 11h-3" />,
  redo: <path d="M15.5 5L20 9.5 15.5 14M19.5 9.5H10a5.5 5.5 0 0 0 0 11h3" />,
  branches: (
    <>
      <path d="M6 5v14M6 12c0-3.5 3-4.5 6-4.5h2.5M6 17c0-2 2-2.5 4-2.5h1" />
      <circle class="solid" cx="6" cy="4.5" r="1.8" />
      <circle class="solid" cx="17" cy="7.5" r="1.8" />
      <circle class="solid" cx="13.5" cy="14.5" r="1.8" />
      <circle class="solid" cx="6" cy="19.5" r="1.8" />
    </>
  ),
  link: (
    <path d="M10 14a4 4 0 0 0 5.7 0l3.5-3.5a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0l-3.5 3.5a4 4 0 0 0 5.7 5.7L12 17.7" />
  ),
  done: <path d="M5 12.5l4.5 4.5L19 7.5" />,
  help: <path d="M9 9a3 3 0 1 1 4.2 2.75c-.9.4-1.2 1-1.2 2M12 17.3v.2" />,
  system: (
    <>
      <circle cx="12" cy="12" r="8" />
      <path class="solid" d="M12 4a8 8 0 0 1 0 16z" />
    </>
  ),
  light: (
    <>
      <circle cx="12" cy="12" r="4" />
      <path d="M12 2.5v2.5M12 19v2.5M2.5 12H5M19 12h2.5M5.3 5.3L7 7M17 17l1.7 1.7M18.7 5.3L17 7M7 17l-1.7 1.7" />
    </>
  ),
  dark: <path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z" />,
  projector: (
    <>
      <rect x="3" y="4.5" width="18" height="12" rx="1.5" />
      <path d="M12 16.5v3.5M8 20.5h8" />
    </>
  ),
  drawer: <path d="M4 6.5h16M4 12h16M4 17.5h16M8 4.5v4M15 10v4M10 15.5v4" />,
  plus: <path d="M12 6v12M6 12h12" />,
  minus: <path d="M6 12h12" />,
  close: <path d="M7 7l10 10M17 7L7 17" />,
  grip: (
    <path
      d="M9.5 6v.01M14.5 6v.01M9.5 12v.01M14.5 12v.01M9.5 18v.01M14.5 18v.01"
      stroke-width="2.6"
    />
  ),
  more: <path d="M7 10l5 5 5-5" />,
  presets: (
    <>
      <rect x="4" y="4" width="6.5" height="6.5" rx="1" />
      <rect x="13.5" y="4" width="6.5" height="6.5" rx="1" />
      <rect x="4" y="13.5" width="6.5" height="6.5" rx="1" />
      <rect x="13.5" y="13.5" width="6.5" height="6.5" rx="1" />
    </>
  ),
  lessons: (
    <path d="M12 6.5C10 5 7 4.5 3.5 5v13.5c3.5-.5 6.5 0 8.5 1.5 2-1.5 5-2 8.5-1.5V5C17 4.5 14 5 12 6.5zM12 6.5V20" />
  ),
  beside: (
    <>
      <rect x="3.5" y="5" width="7" height="14" rx="1" />
      <rect x="13.5" y="5" width="7" height="14" rx="1" />
    </>
  ),
  back: <path d="M10.5 5.5L4 12l6.5 6.5M4.5 12H20" />,
  save: <path d="M12 4v11M7.5 10.5L12 15l4.5-4.5M4.5 16.5v3h15v-3" />,
  open: <path d="M12 15V4M7.5 8.5L12 4l4.5 4.5M4.5 16.5v3h15v-3" />,
  board: (
    <>
      <rect x="3" y="4" width="18" height="12" rx="1.5" />
      <path d="M9 16.5L7 20.5M15 16.5l2 4M7 8.5h7M7 11.8h4.5" />
    </>
  ),
  hand: (
    <path d="M8 12.5V6.2a1.4 1.4 0 0 1 2.8 0v5M10.8 11V4.6a1.4 1.4 0 0 1 2.8 0V11M13.6 11V6a1.4 1.4 0 0 1 2.8 0v7.2a7 7 0 0 1-6.6 7.3c-2.6 0-4-1.2-5.2-3.4l-1.5-2.9c-.7-1.4 1-2.4 2-1.3L8 16" />
  ),
  eye: (
    <>
      <path d="M2.5 12C5 7.5 8.3 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.8 6.5-9.5 6.5S5 16.5 2.5 12z" />
      <circle cx="12" cy="12" r="3" />
    </>
  ),
  give: <path d="M4 6.5h9v11H4zM13 12h7.5M17.5 8.5l3.5 3.5-3.5 3.5" />,
  trophy: (
    <path d="M7.5 4.5h9v5a4.5 4.5 0 0 1-9 0zM7.5 6H4.5c0 3 1 4.5 3.2 5M16.5 6h3c0 3-1 4.5-3.2 5M12 14v3.5M8.5 20h7c-.3-1.6-1.5-2.5-3.5-2.5s-3.2.9-3.5 2.5z" />
  ),
  tune: <path d="M4 7h9M17 7h3M4 12h3M11 12h9M4 17h11M19 17h1M15 5v4M9 10v4M17 15v4" />,
  door: <path d="M6 20.5V4.5h9.5v16M3.5 20.5h17M15.5 7.5H18v13M12.5 12.5v.2" />,
  warning: <path d="M12 4L2.5 20h19zM12 10v4.5M12 17.3v.1" />,
} satisfies Record<string, JSX.Element>;

export type IconName = keyof typeof PATHS;

export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg class="i" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    {PATHS[name]}
  </svg>
);
