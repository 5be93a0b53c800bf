// The icons, drawn here so that nothing is loaded: strokes on a 20 by 20 grid.
const up = "M10 16V4.5M5 9.3l5-5 5 5";

const paths = {
  inbox: [
    "M3 11.5 5.2 4.8A1.5 1.5 0 0 1 6.6 3.8h6.8a1.5 1.5 0 0 1 1.4 1L17 11.5v3a1.7 1.7 0 0 1-1.7 1.7H4.7",
    "A1.7 1.7 0 0 1 3 14.5zM3 11.5h3.8a3.2 3.2 0 0 0 6.4 0H17",
  ].join(""),
  history: "M3.5 10a6.5 6.5 0 1 0 1.9-4.6L3.5 7.3M3.5 3.7v3.6h3.6M10 6.5V10l2.5 1.5",
  bell: "M5.3 8.3a4.7 4.7 0 0 1 9.4 0c0 4.2 1.8 5.4 1.8 5.4h-13s1.8-1.2 1.8-5.4M8.3 16.5a2 2 0 0 0 3.4 0",
  people: [
    "M7.5 9.5a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6M2.5 16a5 5 0 0 1 10 0M13.3 4.2a2.6 2.6 0 0 1 0 5",
    "M14.8 11.7a4.7 4.7 0 0 1 2.7 4.3",
  ].join(""),
  hash: "M8 3.5l-1.5 13M13.5 3.5l-1.5 13M3.8 7.5h13M3.2 12.5h13",
  agent: [
    "M5.5 7.5h9a1.7 1.7 0 0 1 1.7 1.7v5.1a1.7 1.7 0 0 1-1.7 1.7h-9a1.7 1.7 0 0 1-1.7-1.7V9.2a1.7 1.7 0 0 1 1.7-1.7",
    "M10 7.5V5M10 4.9a1.1 1.1 0 1 0 0-2.2 1.1 1.1 0 0 0 0 2.2M7.4 11v1.4M12.6 11v1.4",
  ].join(""),
  audit: "M10 2.8 4 5v4.6c0 3.7 2.5 6.3 6 7.6 3.5-1.3 6-3.9 6-7.6V5zM7.5 10l1.8 1.8 3.3-3.4",
  settings: "M3 6h7M14 6h3M3 14h3M10 14h7M12 4v4M8 12v4",
  search: "M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11M13 13l3.8 3.8",
  check: "M4 10.5 8 14.5 16 5.8",
  plus: "M10 4v12M4 10h12",
  down: "M10 4v11.5M5 10.7l5 5 5-5",
  up,
  cross: "M5.5 5.5l9 9M14.5 5.5l-9 9",
  back: "M12 4.5 6.5 10l5.5 5.5",
  chevron: "M7.5 5l5 5-5 5",
  warning: "M10 3.3 2.6 16.2h14.8zM10 8v3.8M10 14v.1",
  info: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14M10 9.3V13.5M10 6.6v.1",
  send: up,
  clock: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14M10 6v4l2.6 1.7",
  link: [
    "M8.5 11.5a3 3 0 0 0 4.3 0l2.7-2.7a3 3 0 0 0-4.3-4.3l-.9.9M11.5 8.5a3 3 0 0 0-4.3 0l-2.7 2.7",
    "a3 3 0 0 0 4.3 4.3l.9-.9",
  ].join(""),
  comment: [
    "M10 3.8",
    "c-4 0-7 2.6-7 6 0 1.9.9 3.5 2.5 4.6 0 1-.5 1.8-1.2 2.4 1.6 0 2.9-.6 3.8-1.4.6.1 1.2.2 1.9.2 4 0 7-2.5 7-5.8",
    "s-3-6-7-6",
  ].join(""),
  sun: [
    "M10 13.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4M10 2.5v1.7M10 15.8v1.7M2.5 10h1.7M15.8 10h1.7",
    "M4.7 4.7l1.2 1.2M14.1 14.1l1.2 1.2M15.3 4.7l-1.2 1.2M5.9 14.1l-1.2 1.2",
  ].join(""),
  moon: "M16.5 11.7A6.7 6.7 0 0 1 8.3 3.5a6.7 6.7 0 1 0 8.2 8.2",
  auto: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14M10 3v14M10 6.5l4.8 0M10 10h7M10 13.5h4.8",
  copy: "M7.5 7.5h8v8h-8zM12.5 7.5v-3h-8v8h3",
  more: "M4.5 10v.1M10 10v.1M15.5 10v.1",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}

const bubble =
  "M256 112c-88 0-156 58-156 134 0 43 22 80 57 105-3 24-13 44-29 60 34-2 62-13 83-31 14 3 29 4 45 4" +
  " 88 0 156-60 156-138S344 112 256 112z";

export function Logo() {
  return (
    <svg class="logo" viewBox="0 0 512 512" aria-hidden="true" focusable="false">
      <rect width="512" height="512" rx="116" fill="#3b4cca" />
      <path fill="#fff" d={bubble} />
      <path
        d="M190 250l46 46 88-92"
        fill="none"
        stroke="#3b4cca"
        stroke-width="36"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
