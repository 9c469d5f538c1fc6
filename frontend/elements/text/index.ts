/** crowd-text-tools.js: marking, ranking and asking about text, loaded when a page has one of the elements. */

import { CrowdEntityAnnotation } from "./crowd-entity-annotation.ts";
import { CrowdQuestionAnswerGeneration } from "./crowd-question-answer-generation.ts";
import { CrowdTextRanking } from "./crowd-text-ranking.ts";
import { CrowdTextractAnalyzeDocument } from "./crowd-textract-analyze-document.ts";
import { pageStyle } from "./text-page.ts";

const ELEMENTS = {
  "crowd-entity-annotation": CrowdEntityAnnotation,
  "crowd-question-answer-generation": CrowdQuestionAnswerGeneration,
  "crowd-text-ranking": CrowdTextRanking,
  "crowd-textract-analyze-document": CrowdTextractAnalyzeDocument,
};

if (pageStyle.styleSheet) document.adoptedStyleSheets.push(pageStyle.styleSheet);
for (const [name, element] of Object.entries(ELEMENTS)) customElements.define(name, element);
