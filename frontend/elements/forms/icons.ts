/** The icons that templates name most. An unknown name is drawn as a dot: its words still say what it is. */

import { html, svg } from "../shared.ts";

const PATHS: Record<string, string> = {
  add: "M12 5v14M5 12h14",
  "arrow-back": "M19 12H5M11 6l-6 6 6 6",
  "arrow-forward": "M5 12h14M13 6l6 6-6 6",
  check: "M5 13l5 5 9-11",
  close: "M6 6l12 12M18 6L6 18",
  create: "M4 20l4-1L20 7l-3-3L5 16z",
  delete: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  done: "M5 13l5 5 9-11",
  error: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 8v5M12 16v.1",
  favorite: "M12 20C4 14 3 9 5 6.500s5.500-2 7 1.500c1.500-3.500 5-4 7-1.500s1 7.500-7 13.500z",
  help: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.500 9.500a2.500 2.500 0 1 1 3.500 2.300c-.7.3-1 .8-1 1.700M12 17v.1",
  info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v6M12 8v.1",
  remove: "M5 12h14",
  search: "M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM15.500 15.500L21 21",
  star: "M12 3l2.700 5.800 6.300.7-4.700 4.300 1.300 6.200-5.600-3.200L6.400 20l1.300-6.200L3 9.500l6.300-.7z",
  warning: "M12 4L2.500 20h19zM12 10v5M12 17.500v.1",
};
const DOT = "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z";

/** `icon` may have the name of its set before it, as in `icons:search`. */
export function iconOf(icon: string): unknown {
  const path = PATHS[icon.slice(icon.indexOf(":") + 1)] ?? DOT;
  return html`
    <svg viewBox="0 0 24 24" aria-hidden="true">${svg`<path d=${path} />`}</svg>
  `;
}

/** In words, when the template gives none. */
export function wordsOf(icon: string): string {
  return icon.slice(icon.indexOf(":") + 1).replaceAll("-", " ");
}
