/** crowd-image-tools.js: the drawing tools, loaded when a page has one of them. */

import { TrigpointMarks } from "./marks.ts";
import { CrowdInstanceSegmentation, CrowdSemanticSegmentation } from "./segmentation.ts";
import { CrowdBoundingBox, CrowdKeypoint, CrowdLine, CrowdPolygon, CrowdPolyline } from "./shapes.ts";

const ELEMENTS = {
  "crowd-bounding-box": CrowdBoundingBox,
  "crowd-polygon": CrowdPolygon,
  "crowd-polyline": CrowdPolyline,
  "crowd-line": CrowdLine,
  "crowd-keypoint": CrowdKeypoint,
  "crowd-semantic-segmentation": CrowdSemanticSegmentation,
  "crowd-instance-segmentation": CrowdInstanceSegmentation,
  "trigpoint-marks": TrigpointMarks,
};

for (const [name, element] of Object.entries(ELEMENTS)) customElements.define(name, element);
