/**
 * What lazy chunks take from the base bundle instead of carrying it a second time. The build turns their import of
 * this file into a look-up of what the base bundle left on the window.
 */

export { css, html, LitElement, nothing, svg } from "lit";
export type { PropertyDeclarations, PropertyValues, ReactiveController } from "lit";
export { categoriesOf } from "./categories.ts";
export { choiceStyle } from "./choice-style.ts";
export { dialogStyle } from "./dialog-style.ts";
export { Instructions } from "./instructions.ts";
export { labelsPanelStyle } from "./labels-panel-style.ts";
export { hasModifier, writes } from "./keys.ts";
export { whenParsed } from "./parsed.ts";
export { relaxed } from "./relaxed-json.ts";
export { theme } from "./theme.ts";
export { warn } from "./trouble.ts";

export const SHARED = "trigpointElements";
