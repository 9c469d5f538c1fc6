/** Which elements are widgets (they answer, and fill a form of their own), and which come in a lazy chunk. */

export const CHOICES = [
  "crowd-classifier",
  "crowd-image-classifier",
  "crowd-classifier-multi-select",
  "crowd-image-classifier-multi-select",
  "crowd-rekognition-detect-moderation-labels",
];

const IMAGE_TOOLS = [
  "crowd-bounding-box",
  "crowd-polygon",
  "crowd-polyline",
  "crowd-line",
  "crowd-keypoint",
  "crowd-semantic-segmentation",
  "crowd-instance-segmentation",
];

const TEXT_TOOLS = [
  "crowd-entity-annotation",
  "crowd-question-answer-generation",
  "crowd-text-ranking",
  "crowd-textract-analyze-document",
];

const FORM_CONTROLS = [
  "crowd-alert",
  "crowd-badge",
  "crowd-card",
  "crowd-checkbox",
  "crowd-fab",
  "crowd-icon-button",
  "crowd-modal",
  "crowd-radio-button",
  "crowd-radio-group",
  "crowd-slider",
  "crowd-slider-label",
  "crowd-tab",
  "crowd-tabs",
  "crowd-text-area",
  "crowd-toast",
  "crowd-toggle-button",
];

/** The chunk's file, beside the base bundle, and the elements it defines. */
export const CHUNKS: Readonly<Record<string, readonly string[]>> = {
  "crowd-image-tools.js": [...IMAGE_TOOLS, "trigpoint-marks"],
  "crowd-text-tools.js": TEXT_TOOLS,
  "crowd-form-controls.js": FORM_CONTROLS,
};

export const WIDGETS = [...CHOICES, ...IMAGE_TOOLS, ...TEXT_TOOLS].join(", ");
