/** The elements that draw shapes: boxes, polygons, polylines, lines and key points. */

import { BOX, KEYPOINT, LINE, POLYGON, POLYLINE } from "./kinds.ts";
import { ShapeTool } from "./shape-tool.ts";

export class CrowdBoundingBox extends ShapeTool {
  constructor() {
    super(BOX);
  }
}

export class CrowdPolygon extends ShapeTool {
  constructor() {
    super(POLYGON);
  }
}

export class CrowdPolyline extends ShapeTool {
  constructor() {
    super(POLYLINE);
  }
}

export class CrowdLine extends ShapeTool {
  constructor() {
    super(LINE);
  }
}

export class CrowdKeypoint extends ShapeTool {
  constructor() {
    super(KEYPOINT);
  }
}
