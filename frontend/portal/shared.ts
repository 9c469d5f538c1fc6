/** What views that are loaded on their own take from the portal's bundle, where it is on the window (build.mjs). */

export { css, html, nothing } from "lit";
export { number, t } from "./i18n.ts";
export { Poll } from "./poll.ts";
export { theme } from "./theme.ts";
export { View } from "./view.ts";
export { day, refusal, taskTypeName } from "./words.ts";
