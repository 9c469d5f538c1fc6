/** crowd-text-tools.js: marking text, loaded when a page has the element. */

import { CrowdEntityAnnotation } from "./crowd-entity-annotation.ts";
import { pageStyle } from "./text-page.ts";

if (pageStyle.styleSheet) document.adoptedStyleSheets.push(pageStyle.styleSheet);
customElements.define("crowd-entity-annotation", CrowdEntityAnnotation);
